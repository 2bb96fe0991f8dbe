package io.hookstream.messages.replay;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplaySettingsTest {

    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-01T12:00:00Z");

    private static ReplaySettings times(Instant from, Instant to) {
        return new ReplaySettings("dst_1", null, from, to, null, null, null);
    }

    private static ReplaySettings limits(Integer rate, Integer events) {
        return new ReplaySettings("dst_1", null, FROM, TO, rate, events, null);
    }

    @Test
    void whatIsAbsentGetsItsDefault() {
        assertThat(times(FROM, TO).checked())
                .isEqualTo(new ReplaySettings("dst_1", null, FROM, TO, 10, 1000, ReplayConfig.NOW));
    }

    @Test
    void whatIsSetIsKept() {
        ReplaySettings settings = new ReplaySettings("dst_1", "src_1", FROM, TO, 100, 10_000, ReplayConfig.THEN);

        assertThat(settings.checked()).isEqualTo(settings);
    }

    @Test
    void whatIsNeededIsNamed() {
        ReplaySettings nowhere = new ReplaySettings(null, null, FROM, TO, null, null, null);
        assertRefused("destination_id", nowhere::checked);
        assertRefused("from", times(null, TO)::checked);
        assertRefused("to", times(FROM, null)::checked);
    }

    @Test
    void theTimeHasALength() {
        assertRefused("from", times(TO, FROM)::checked);
        assertRefused("from", times(FROM, FROM)::checked);
    }

    @Test
    void theTimeIsOneThatStoresCanHold() {
        assertRefused("from", times(Instant.MIN, TO)::checked);
        assertRefused("to", times(FROM, Instant.MAX)::checked);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void theRateHasBounds(int rate) {
        assertRefused("rate_limit", limits(rate, null)::checked);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10_001})
    void theNumberOfEventsHasBounds(int events) {
        assertRefused("max_events", limits(null, events)::checked);
    }

    @Test
    void theConfigurationIsNowOrThen() {
        ReplaySettings settings = new ReplaySettings("dst_1", null, FROM, TO, null, null, "later");

        assertRefused("config", settings::checked);
    }
}
