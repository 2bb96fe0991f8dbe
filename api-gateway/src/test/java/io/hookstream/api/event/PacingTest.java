package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.ProcessingLag;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class PacingTest {

    private static Duration pause(ProcessingLag... lags) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        for (ProcessingLag lag : lags) {
            beans.addBean("lag", lag);
        }
        return new Pacing(beans.getBeanProvider(ProcessingLag.class)).pause();
    }

    @Test
    void nobodyWaitsWhileTheLagIsSmall() {
        assertThat(pause(() -> 0)).isZero();
        assertThat(pause(() -> Pacing.UNNOTICED)).isZero();
    }

    @Test
    void theFurtherBehindTheLongerUpToALimit() {
        assertThat(pause(() -> Pacing.UNNOTICED + 2000)).isEqualTo(Duration.ofMillis(10));
        assertThat(pause(() -> 1_000_000)).isEqualTo(Pacing.LONGEST);
    }

    @Test
    void nobodyWaitsIfTheLogIsElsewhere() {
        assertThat(pause()).isZero();
    }
}
