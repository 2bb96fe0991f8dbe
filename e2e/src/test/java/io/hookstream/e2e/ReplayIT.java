package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a user sees can be rebuilt from the log at any time, and rebuilding it sends nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowsProgramsOnFailure.class)
class ReplayIT {
    private static final int WEBHOOKS = 120;

    private final Sink sink = Sink.start();
    private Program program;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) {
        program = Program.start(folder.resolve("data"));
        api = program.api();
    }

    @AfterAll
    void stop() {
        program.close();
        sink.close();
    }

    @Test
    void everyProjectionIsRebuiltToTheSameContentWithoutADelivery() {
        sink.answer("/fails", Answer.status(500));
        everythingThatCanHaveHappened();
        String before = Dump.of(api);
        int sent = sink.count();

        List<JsonNode> projections = projections();
        assertThat(projections).isNotEmpty();
        for (JsonNode projection : projections) {
            api.call("POST", "/v1/admin/projections/" + projection.get("name").asString() + "/reset", null);
        }
        await("every projection to have caught up")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(projections())
                        .allSatisfy(projection ->
                                assertThat(projection.get("lag").asLong()).isZero()));
        api.awaitCaughtUp();

        assertThat(Dump.of(api)).isEqualTo(before);
        assertThat(sink.count()).as("deliveries").isEqualTo(sent);
        String event = api.ingest(api.ids("sources").getFirst(), Map.of("type", "after"));
        api.awaitEvent(event, "received");
    }

    @Test
    void anUnknownProjectionIsNotFound() {
        assertThat(api.send("POST", "/v1/admin/projections/nonsense/reset", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void resettingNeedsAKey() {
        Api nobody = api.withKey(null);
        assertThat(nobody.send("GET", "/v1/admin/projections", null).status()).isEqualTo(401);
        assertThat(nobody.send("POST", "/v1/admin/projections/events/reset", null)
                        .status())
                .isEqualTo(401);
    }

    private List<JsonNode> projections() {
        return api.get("/v1/admin/projections").get("projections").valueStream().toList();
    }

    /** Delivered, filtered, failed and large webhooks; changed and deleted resources. */
    private void everythingThatCanHaveHappened() {
        String source = api.source();
        String destination =
                api.destination(sink.url("/works"), Map.of("headers", Map.of("Authorization", "Bearer abcd")));
        String failing = api.destination(
                sink.url("/fails"), Map.of("retry_intervals", List.of(3600), "circuit_failure_threshold", 100));
        String connection = api.connection(source, destination);
        api.connection(source, failing, Map.of("filter_rules", Api.rule("payload.fail", "eq", true)));
        api.patch("/v1/connections/" + connection, Map.of("filter_rules", Api.rule("payload.skip", "exists", false)));
        api.patch("/v1/destinations/" + destination, Map.of("name", "Renamed"));
        for (int i = 0; i < WEBHOOKS; i++) {
            Map<String, Object> body = switch (i % 4) {
                case 0 -> Map.of("n", i, "skip", true);
                case 1 -> Map.of("n", i, "fail", true);
                case 2 -> Map.of("n", i, "pad", "p".repeat(12_000));
                default -> Map.of("n", i);
            };
            api.ingest(source, body);
        }
        int failed = WEBHOOKS / 4;
        int delivered = WEBHOOKS / 2;
        await("every first attempt")
                .atMost(Duration.ofSeconds(30))
                .until(() -> api.total("events?status=delivered") == delivered
                        && api.total("delivery-attempts?status=failed") == failed);
        api.delete("/v1/connections/" + connection);
        api.delete("/v1/destinations/" + destination);
        // Listed first, and without a connection: what it gets stays.
        api.source();
        api.awaitCaughtUp();
    }
}
