package io.hookstream.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.api.StubUsage;
import io.hookstream.messages.apikey.ApiKeyUsage.Use;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiKeyUsesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final StubUsage usage = new StubUsage();
    private final ApiKeyUses uses = new ApiKeyUses(usage, Clock.fixed(NOW, ZoneOffset.UTC));

    private Map<String, Use> known() {
        return uses.of(List.of("ak_1", "ak_2", "ak_3")).block(Duration.ofSeconds(5));
    }

    @Test
    void requestsAreCountedAtOnceAndWrittenTogether() {
        uses.start();
        for (int i = 0; i < 100; i++) {
            uses.count("ak_1");
        }
        uses.count("ak_2");
        assertThat(known()).containsOnly(Map.entry("ak_1", new Use(100, NOW)), Map.entry("ak_2", new Use(1, NOW)));
        assertThat(usage.writes).hasValueLessThanOrEqualTo(1);

        uses.stop();
        assertThat(usage.writes).hasValueLessThanOrEqualTo(2);
        assertThat(usage.stored).containsEntry("ak_1", new Use(100, NOW)).containsEntry("ak_2", new Use(1, NOW));
        assertThat(known()).containsEntry("ak_1", new Use(100, NOW));
    }

    @Test
    void whatCannotBeWrittenIsWrittenLater() {
        usage.fails = true;
        uses.start();
        uses.count("ak_1");
        await().pollDelay(Duration.ofMillis(2500)).until(() -> known().containsKey("ak_1"));
        usage.fails = false;

        await().untilAsserted(() -> assertThat(usage.stored).containsEntry("ak_1", new Use(1, NOW)));
        uses.stop();
    }
}
