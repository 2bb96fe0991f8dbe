package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Answer;
import io.hookstream.e2e.Sink.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
    /** Longer than it takes to rebuild the projections and compare them. */
    private static final Duration WAITS = Duration.ofSeconds(Faults.either(40, 25));

    private final Sink sink = Sink.start();
    private Program program;
    private Api api;
    /** The source whose destination's circuit is open. */
    private String down;

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
        String waiting = aRetryThatWaits();
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
        theRetryComesWhenItWasDue(waiting);
        theCircuitIsStillOpen();
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

    /** Something fails so that its retry is due when the projections are rebuilt, or soon after. */
    private String aRetryThatWaits() {
        sink.answer("/waits", request -> Answer.status(request.attempt() == 1 ? 503 : 200));
        String source = api.source();
        api.connection(source, api.destination(sink.url("/waits"), Map.of("retry_intervals", List.of((int)
                WAITS.toSeconds()))));
        String event = api.ingest(source, Map.of("n", 1));
        awaitAttempts("failed&event_id=" + event, 1);
        // Listed first, and without a connection: what it gets stays.
        api.source();
        api.awaitCaughtUp();
        return event;
    }

    private void theRetryComesWhenItWasDue(String event) {
        Received first = sink.awaitEvent("/waits", event);
        await("the retry")
                .atMost(WAITS.plusSeconds(20))
                .until(() -> sink.received("/waits").size() == 2);
        assertThat(Duration.between(
                        first.at(), sink.received("/waits").getLast().at()))
                .isBetween(WAITS, WAITS.plus(Faults.limit(Duration.ofSeconds(2))));
        api.awaitEvent(event, "delivered");
    }

    /** What has come for it since is not sent. */
    private void theCircuitIsStillOpen() {
        int before = sink.received("/down").size();
        String event = api.ingest(down, Map.of("n", "after"));
        api.awaitEvent(event, "processing");
        api.awaitCaughtUp();
        assertThat(sink.received("/down")).hasSize(before);
    }

    /** Equal webhooks, a retry that succeeds, one that is the last, and a destination whose circuit is open. */
    private void everythingThatCanFail() {
        Map<String, Object> deduplicated = new HashMap<>(Api.named("Deduplicated"));
        deduplicated.put("dedup_strategy", "payload_hash");
        String source = api.call("POST", "/v1/sources", deduplicated).get("id").asString();
        sink.answer("/recovers", request -> Answer.status(request.attempt() == 1 ? 500 : 200));
        sink.answer("/dies", Answer.status(400));
        sink.answer("/down", Answer.status(500));
        Map<String, Object> retries =
                Map.of("retry_intervals", List.of(1), "retry_max_attempts", 1, "circuit_failure_threshold", 1000);
        api.connection(source, api.destination(sink.url("/recovers"), retries));
        api.connection(source, api.destination(sink.url("/dies"), retries));
        String first = api.ingest(source, Map.of("order", 7));
        for (int i = 0; i < 3; i++) {
            assertThat(api.ingest(source, Map.of("order", 7))).isEqualTo(first);
        }
        api.awaitEvent(first, "failed");
        awaitAttempts("failed&is_dlq=1&event_id=" + first, 1);
        assertThat(api.total("events?source_id=" + source)).isEqualTo(4);

        down = api.source();
        Map<String, Object> one =
                Map.of("max_concurrency", 1, "retry_intervals", List.of(3600), "circuit_cooldown_seconds", 3600);
        String destination = api.destination(sink.url("/down"), one);
        api.connection(down, destination);
        for (int i = 0; i < 10; i++) {
            api.ingest(down, Map.of("n", i));
        }
        awaitAttempts("failed&destination_id=" + destination, 5);
        api.awaitCaughtUp();
        assertThat(sink.received("/down"))
                .as("requests until the circuit opened")
                .hasSize(5);
    }

    private void awaitAttempts(String which, int count) {
        await("attempts")
                .atMost(Duration.ofSeconds(30))
                .until(() -> api.total("delivery-attempts?status=" + which) == count);
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
        everythingThatCanFail();
    }
}
