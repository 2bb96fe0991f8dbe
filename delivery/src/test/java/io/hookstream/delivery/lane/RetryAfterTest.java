package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.destination.AttemptResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void secondsCountFromTheEndOfTheAttempt() {
        assertThat(asked(503, "120")).isEqualTo(NOW.plusSeconds(120));
        assertThat(asked(429, " 0 ")).isEqualTo(NOW);
    }

    @Test
    void aDateIsTakenAsItIs() {
        assertThat(asked(503, "Sun, 1 Mar 2026 12:05:00 GMT")).isEqualTo(NOW.plusSeconds(300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"86401", "99999999999999999999", "Sat, 1 Mar 2036 12:05:00 GMT"})
    void nobodyIsPutOffForLongerThanADay(String header) {
        assertThat(asked(503, header)).isEqualTo(NOW.plus(Duration.ofHours(24)));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "soon", "-5", "1.5", "1e3"})
    void whatCannotBeUnderstoodAsksForNothing(String header) {
        assertThat(asked(503, header)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 404, 500})
    void otherAnswersDoNotAsk(int status) {
        assertThat(asked(status, "120")).isNull();
    }

    private static Instant asked(int status, String header) {
        return RetryAfter.of(
                new AttemptResult(false, status, "http_5xx", null, Map.of(), Map.of(), null, false, 0, NOW, header),
                NOW);
    }
}
