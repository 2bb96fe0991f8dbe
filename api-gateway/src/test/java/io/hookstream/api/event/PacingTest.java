package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.ProcessingLag;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacingTest {

    private static Duration pause(ProcessingLag lag) {
        return new Pacing(lag).pause();
    }

    @Test
    void nobodyWaitsWhileTheLagIsSmall() {
        assertThat(pause(() -> 0)).isZero();
        assertThat(pause(() -> Pacing.UNNOTICED)).isZero();
    }

    @Test
    void theFurtherBehindTheLongerUpToALimit() {
        assertThat(pause(() -> Pacing.UNNOTICED + 2000)).isEqualTo(Duration.ofMillis(20));
        assertThat(pause(() -> 1_000_000)).isEqualTo(Pacing.LONGEST);
    }
}
