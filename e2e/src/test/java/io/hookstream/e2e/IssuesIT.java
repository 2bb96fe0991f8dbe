package io.hookstream.e2e;

import static io.hookstream.e2e.Refusal.isRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What fails in the same way at the same destination is one issue, which can be looked into, mended and forgotten. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowsProgramsOnFailure.class)
class IssuesIT {
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

    /** Where a failure is the end, and nothing else is: its circuit stays closed. */
    private static String hopeless(Api api, String url) {
        return api.destination(url, Map.of("retry_max_attempts", 0, "circuit_failure_threshold", 100, "name", "Down"));
    }

    private static List<String> ingest(Api api, String destination, int count) {
        String source = api.source();
        api.connection(source, destination);
        return IntStream.range(0, count)
                .mapToObj(i -> api.ingest(source, Map.of("n", i)))
                .toList();
    }

    /** The one issue of a destination, once it is as expected. */
    private static JsonNode issue(Api api, String destination, Predicate<JsonNode> expected) {
        return await("the issue of " + destination)
                .atMost(Api.VISIBLE_WITHIN)
                .until(
                        () -> api.all("issues?status=all&destination_id=" + destination),
                        found -> found.size() == 1 && expected.test(found.getFirst()))
                .getFirst();
    }

    private static List<String> open(Api api, String destination, String more) {
        return api.ids("issues?destination_id=" + destination + more);
    }

    @Test
    void whatFailsIsCountedAndRetriedWhenTheDestinationWorksAgain() {
        sink.answer("/down", Answer.status(503));
        String destination = hopeless(api, sink.url("/down"));
        List<String> events = ingest(api, destination, 3);
        JsonNode issue =
                issue(api, destination, found -> found.get("dead_count").asInt() == 3);
        assertThat(issue.get("id").asString()).matches("iss_[0-9a-f]{32}");
        assertThat(issue.get("destination_name").asString()).isEqualTo("Down");
        assertThat(issue.get("error_type").asString()).isEqualTo("http_5xx");
        assertThat(issue.get("message").asString()).isEqualTo("Destination returned 503 Service Unavailable");
        assertThat(issue.get("status").asString()).isEqualTo("open");
        assertThat(issue.get("severity").asString()).isEqualTo("error");
        assertThat(issue.get("occurrence_count").asInt()).isEqualTo(3);
        api.awaitCaughtUp();
        assertThat(issue.get("recent_attempt_ids").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrderElementsOf(api.ids("delivery-attempts?destination_id=" + destination));
        String path = "/v1/issues/" + issue.get("id").asString();
        assertThat(api.get(path)).isEqualTo(issue);
        assertThat(api.get("/v1/issues/summary").get("open").asInt()).isPositive();

        sink.answer("/down", Answer.status(200));
        assertThat(api.call("POST", path + "/retry", null)).isEqualTo(Json.read("{\"retried\": 3, \"total\": 3}"));
        events.forEach(event -> api.awaitEvent(event, "delivered"));
        api.awaitCaughtUp();
        assertThat(api.call("POST", path + "/retry", null)).isEqualTo(Json.read("{\"retried\": 0, \"total\": 0}"));
        assertThat(sink.received("/down")).hasSize(6);
    }

    @Test
    void whatAPersonSaysOfItIsShownAtOnce() {
        sink.answer("/said", Answer.status(500));
        String destination = hopeless(api, sink.url("/said"));
        ingest(api, destination, 1);
        String id = issue(api, destination, found -> found.get("dead_count").asInt() == 1)
                .get("id")
                .asString();
        String path = "/v1/issues/" + id;

        assertThat(api.patch(path, Map.of("status", "acknowledged"))
                        .get("status")
                        .asString())
                .isEqualTo("acknowledged");
        Instant.parse(api.get(path).get("acknowledged_at").asString());
        assertThat(open(api, destination, "")).isEmpty();
        assertThat(open(api, destination, "&status=acknowledged")).containsExactly(id);

        String until = Instant.now().plusSeconds(3600).toString();
        assertThat(api.patch(path, Map.of("status", "open", "snoozed_until", until))
                        .get("snoozed_until")
                        .isNull())
                .isFalse();
        assertThat(open(api, destination, "")).isEmpty();
        assertThat(open(api, destination, "&snoozed=true")).containsExactly(id);
        Map<String, Object> wake = new HashMap<>();
        wake.put("snoozed_until", null);
        api.patch(path, wake);
        assertThat(open(api, destination, "")).containsExactly(id);

        JsonNode resolved = api.patch(path, Map.of("status", "resolved"));
        Instant.parse(resolved.get("resolved_at").asString());
        assertThat(api.get(path)).isEqualTo(resolved);
        ingest(api, destination, 1);
        await("another issue")
                .atMost(Api.VISIBLE_WITHIN)
                .until(() -> open(api, destination, ""), found -> found.size() == 1 && !found.contains(id));
        isRefused(api.send("PATCH", path, Map.of("status", "closed")), 400, "status");
        isRefused(api.send("PATCH", path, Map.of("snoozed_until", "2020-01-01T00:00:00Z")), 400, "snoozed_until");
        isRefused(api.send("PATCH", path, Map.of("snoozed_until", until)), 400, "snoozed_until");
        isRefused(api.send("PATCH", "/v1/issues/iss_unknown", Map.of("status", "open")), 404);
    }

    @Test
    void aCircuitThatOpensIsAnIssueToo() {
        sink.answer("/circuit", Answer.status(500));
        String destination = api.destination(
                sink.url("/circuit"), Map.of("retry_intervals", List.of(3600), "circuit_failure_threshold", 3));
        ingest(api, destination, 6);
        JsonNode circuit = await("the circuit's issue")
                .atMost(Api.VISIBLE_WITHIN)
                .until(
                        () -> api.all("issues?destination_id=" + destination).stream()
                                .filter(found ->
                                        found.get("error_type").asString().equals("circuit_open"))
                                .toList(),
                        found -> found.size() == 1)
                .getFirst();
        assertThat(circuit.get("severity").asString()).isEqualTo("critical");
        assertThat(circuit.get("message").asString()).startsWith("The circuit opened after ");
        await("both issues")
                .atMost(Api.VISIBLE_WITHIN)
                .until(() -> open(api, destination, "").size() == 2);
    }

    @Test
    void itIsResolvedByItselfWhenNothingHappensForLong(@TempDir Path folder) {
        sink.answer("/quiet", Answer.status(500));
        try (Program quick = Program.start(folder.resolve("data"), "--hookstream.sagas.issue-resolves-after=2s")) {
            Api other = quick.api();
            String destination = hopeless(other, sink.url("/quiet"));
            ingest(other, destination, 1);
            JsonNode issue = issue(
                    other, destination, found -> found.get("status").asString().equals("resolved"));
            Instant seen = Instant.parse(issue.get("last_seen_at").asString());
            assertThat(Duration.between(
                            seen, Instant.parse(issue.get("resolved_at").asString())))
                    .isGreaterThan(Duration.ofSeconds(2));
            ingest(other, destination, 1);
            await("another issue")
                    .atMost(Api.VISIBLE_WITHIN)
                    .until(() -> other.ids("issues?status=all&destination_id=" + destination)
                                    .size()
                            == 2);
        }
    }
}
