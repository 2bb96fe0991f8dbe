package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Why an event was or was not delivered, and what a person can do about it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowsProgramsOnFailure.class)
class TraceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    private List<JsonNode> steps(String event) {
        JsonNode trace = api.get("/v1/events/" + event + "/trace");
        assertThat(trace.get("event_id").asString()).isEqualTo(event);
        assertThat(trace.get("truncated").asBoolean()).isFalse();
        return StreamSupport.stream(trace.get("steps").spliterator(), false).toList();
    }

    private List<String> types(String event) {
        return steps(event).stream().map(step -> step.get("type").asString()).toList();
    }

    private JsonNode step(String event, String type) {
        return steps(event).stream()
                .filter(step -> step.get("type").asString().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode circuit(String destination) {
        return api.get("/v1/destinations/" + destination + "/circuit");
    }

    private void awaitCircuit(String destination, String state) {
        await("the circuit to be " + state)
                .atMost(PATIENCE)
                .until(() -> circuit(destination).get("state").asString().equals(state));
    }

    private void awaitFailures(String destination, int count) {
        await(count + " failures")
                .atMost(PATIENCE)
                .until(() -> circuit(destination).get("failure_count").asInt() == count);
    }

    @Test
    void whatAFilterSkippedSaysWhichValueDecided() {
        String source = api.source();
        String destination = api.destination(sink.url("/never"));
        String connection = api.connection(
                source, destination, Map.of("filter_rules", Api.rule("payload.type", "eq", "order.created")));
        String event = api.ingest(source, Map.of("type", "order.paid"));

        await().atMost(PATIENCE).until(() -> types(event).size() == 3);
        assertThat(types(event)).containsExactly("received", "routed", "connection_skipped");
        JsonNode skipped = step(event, "connection_skipped");
        assertThat(skipped.get("connection_id").asString()).isEqualTo(connection);
        assertThat(skipped.get("connection_version").asInt()).isZero();
        assertThat(skipped.get("reason").asString())
                .isEqualTo("filter_rules[0]: payload.type eq \"order.created\" did not match; it is \"order.paid\"");
        assertThat(step(event, "received").get("source_id").asString()).isEqualTo(source);
        assertThat(api.call("POST", "/v1/events/" + event + "/retry", null).toString())
                .isEqualTo("{\"retried\":[],\"errors\":[]}");
    }

    @Test
    void eachFailureAndRetryIsAStepUntilItIsDelivered() {
        sink.answer("/late", Answer.status(503));
        String source = api.source();
        String destination = api.destination(sink.url("/late"), Map.of("retry_intervals", List.of(1)));
        api.connection(source, destination);
        String event = api.ingest(source, Map.of("id", 1));
        await().atMost(PATIENCE).until(() -> sink.received("/late").size() >= 2);
        sink.answer("/late", Answer.status(200));

        api.awaitEvent(event, "delivered");
        await().atMost(PATIENCE).until(() -> types(event).getLast().equals("recovered"));
        assertThat(types(event))
                .startsWith("received", "routed", "connection_matched", "delivery_requested", "attempt")
                .endsWith("retry_scheduled", "retry_requested", "attempt", "recovered");
        List<JsonNode> attempts = steps(event).stream()
                .filter(step -> step.get("type").asString().equals("attempt"))
                .toList();
        assertThat(attempts.getFirst().get("status_code").asInt()).isEqualTo(503);
        assertThat(attempts.getFirst().get("error_type").asString()).isEqualTo("http_5xx");
        assertThat(attempts.getFirst().get("destination_version").asInt()).isZero();
        assertThat(attempts.getLast().get("success").asBoolean()).isTrue();
        assertThat(step(event, "retry_requested").get("manual").asBoolean()).isFalse();
        Instant due = Instant.parse(step(event, "retry_scheduled").get("due_at").asString());
        assertThat(Instant.parse(step(event, "retry_requested").get("at").asString()))
                .isAfterOrEqualTo(due);
    }

    @Test
    void whatIsDeadIsRetriedByHandAndTheOldAttemptsStay() {
        sink.answer("/dead", Answer.status(500));
        String source = api.source();
        String destination = api.destination(sink.url("/dead"), Map.of("retry_max_attempts", 0));
        api.connection(source, destination);
        String event = api.ingest(source, Map.of("id", 2));
        api.awaitEvent(event, "failed");
        awaitFailures(destination, 1);
        assertThat(step(event, "dead_lettered").get("reason").asString()).isNotEmpty();
        String attempt = api.ids("delivery-attempts?event_id=" + event).getFirst();

        sink.answer("/dead", Answer.status(200));
        JsonNode answer = api.call("POST", "/v1/delivery-attempts/" + attempt + "/retry", null);
        assertThat(answer.at("/delivery_attempt/id").asString()).isEqualTo(attempt);
        assertThat(answer.at("/delivery_attempt/status").asString()).isEqualTo("pending");
        api.awaitEvent(event, "delivered");

        awaitFailures(destination, 0);
        assertThat(api.ids("delivery-attempts?event_id=" + event)).hasSize(2).contains(attempt);
        assertThat(step(event, "retry_requested").get("manual").asBoolean()).isTrue();
        Api.Reply again = api.send("POST", "/v1/delivery-attempts/" + attempt + "/retry", null);
        assertThat(again.status()).isEqualTo(409);

        JsonNode retried = api.call("POST", "/v1/events/" + event + "/retry", null);
        assertThat(retried.at("/retried/0/destination_id").asString()).isEqualTo(destination);
        await().atMost(PATIENCE).until(() -> sink.received("/dead").size() == 3);

        api.delete("/v1/destinations/" + destination);
        JsonNode gone = api.call("POST", "/v1/events/" + event + "/retry", null);
        assertThat(gone.get("retried")).isEmpty();
        assertThat(gone.at("/errors/0/error").asString()).isEqualTo("The destination was deleted");
        assertThat(api.send("GET", "/v1/destinations/" + destination + "/circuit", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatWaitedForTheCircuitSaysSoAndAResetSendsIt() {
        sink.answer("/down", Answer.status(500));
        String source = api.source();
        String destination = api.destination(
                sink.url("/down"),
                Map.of(
                        "circuit_failure_threshold", 2,
                        "circuit_cooldown_seconds", 3600,
                        "retry_intervals", List.of(3600)));
        api.connection(source, destination);
        assertThat(circuit(destination).toString()).contains("\"closed\"", "\"failure_count\":0");
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            events.add(api.ingest(source, Map.of("id", i)));
        }
        awaitCircuit(destination, "open");
        awaitFailures(destination, 2);
        JsonNode open = circuit(destination);
        assertThat(Instant.parse(open.get("next_probe_at").asString()))
                .isEqualTo(Instant.parse(open.get("opened_at").asString()).plusSeconds(3600));
        assertThat(open.at("/history/0/reason").asString()).isEqualTo("too_many_failures");

        sink.answer("/down", Answer.status(200));
        String waiting = api.ingest(source, Map.of("id", "waits"));
        await().atMost(PATIENCE).until(() -> types(waiting).contains("circuit_waited"));
        assertThat(step(waiting, "circuit_waited").get("until").isNull()).isTrue();

        JsonNode reset = api.call("POST", "/v1/destinations/" + destination + "/circuit/reset", null);
        assertThat(reset.get("state").asString()).isEqualTo("closed");
        assertThat(reset.get("failure_count").asInt()).isZero();
        assertThat(reset.at("/history/0/reason").asString()).isEqualTo("reset");
        api.awaitEvent(waiting, "delivered");
        JsonNode waited = step(waiting, "circuit_waited");
        assertThat(Instant.parse(waited.get("until").asString()))
                .isAfter(Instant.parse(waited.get("at").asString()));
    }

    @Test
    void nobodyTracesOrRetriesWhatIsNotThere() {
        String none = "evt_" + "0".repeat(32);
        assertThat(api.send("GET", "/v1/events/" + none + "/trace", null).status())
                .isEqualTo(404);
        assertThat(api.send("GET", "/v1/events/" + api.source() + "/trace", null)
                        .status())
                .isEqualTo(404);
        assertThat(api.send("POST", "/v1/events/" + none + "/retry", null).status())
                .isEqualTo(404);
        assertThat(api.send("POST", "/v1/destinations/dst_none/circuit/reset", null)
                        .status())
                .isEqualTo(404);
    }
}
