package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Received;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Events of the past go to another destination, also if the process dies on the way. */
@ExtendWith(ShowsProgramsOnFailure.class)
class ReplayJobIT {
    private static final int EVENTS = 60;
    private static final int RATE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String FROM = "2026-01-01T00:00:00Z";

    private final Sink sink = Sink.start();
    private final int port = Program.freePort();
    private Path data;
    private Program program;

    @BeforeEach
    void start(@TempDir Path folder) {
        data = folder.resolve("data");
        program = Program.start(data, port);
    }

    @AfterEach
    void stop() {
        program.close();
        sink.close();
    }

    private static Map<String, Object> window(String destination, Map<String, ?> more) {
        Map<String, Object> replay = new HashMap<>(more);
        replay.put("destination_id", destination);
        replay.put("from", FROM);
        replay.put("to", Instant.now().plusSeconds(3600).toString());
        return replay;
    }

    private String replay(String destination, Map<String, ?> more) {
        JsonNode job = program.api()
                .call("POST", "/v1/replay", window(destination, more))
                .get("job");
        assertThat(job.get("status").asString()).isEqualTo("running");
        return job.get("id").asString();
    }

    private JsonNode job(String id) {
        return program.api().get("/v1/replay/" + id).get("job");
    }

    private JsonNode awaitCompleted(String id) {
        return await("the replay to be completed")
                .atMost(PATIENCE)
                .until(() -> job(id), job -> job.get("status").asString().equals("completed"));
    }

    private List<String> events(String path) {
        return sink.received(path).stream().map(Received::eventId).toList();
    }

    private List<String> bodies(String path) {
        return sink.received(path).stream()
                .map(request -> new String(request.body(), StandardCharsets.UTF_8))
                .toList();
    }

    private void awaitBodies(String path, String... bodies) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bodies(path)).containsExactly(bodies));
    }

    @Test
    void aJobThatIsKilledInTheMiddleGoesOnAndRepeatsOneBatchAtMost() {
        Api api = program.api();
        String source = api.source();
        api.connection(source, api.destination(sink.url("/first")));
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            ids.add(api.ingest(source, Map.of("n", i)));
        }
        await().atMost(PATIENCE).until(() -> events("/first").size() == EVENTS);
        api.awaitCaughtUp();
        String second = api.destination(sink.url("/second"), Map.of("max_concurrency", 1));

        JsonNode created = api.call(
                        "POST", "/v1/replay", window(second, Map.of("rate_limit", RATE, "source_id", source)))
                .get("job");
        String id = created.get("id").asString();
        assertThat(created.get("total").asInt()).isEqualTo(EVENTS);
        await().atMost(PATIENCE).until(() -> events("/second").size() >= RATE + 1);
        program.kill();
        program.close();
        assertThat(events("/second")).hasSizeLessThan(EVENTS);
        program = Program.start(data, port);

        JsonNode completed = awaitCompleted(id);
        assertThat(completed.get("total").asInt()).isEqualTo(EVENTS);
        assertThat(completed.get("processed").asInt()).isEqualTo(EVENTS);
        assertThat(completed.get("succeeded").asInt()).isEqualTo(EVENTS);
        assertThat(completed.get("failed").asInt()).isZero();
        assertThat(completed.get("completed_at").asString())
                .isGreaterThan(completed.get("started_at").asString());
        List<String> arrived = events("/second");
        assertThat(new ArrayList<>(new LinkedHashSet<>(arrived))).isEqualTo(ids);
        assertThat(arrived.size() - EVENTS).as("deliveries repeated").isLessThanOrEqualTo(RATE);
        assertThat(events("/first")).hasSize(EVENTS);
    }

    @Test
    void aJobGoesByTheConnectionAsItIsNowOrAsItWasThen() {
        Api api = program.api();
        String source = api.source();
        String destination = api.destination(sink.url("/hook"));
        String connection = api.connection(source, destination, Map.of("transform_expression", "{\"old\": n}"));
        api.ingest(source, Map.of("n", 1));
        awaitBodies("/hook", "{\"old\":1}");
        api.patch("/v1/connections/" + connection, Map.of("transform_expression", "{\"new\": n}"));
        api.awaitCaughtUp();

        awaitCompleted(replay(destination, Map.of()));
        awaitBodies("/hook", "{\"old\":1}", "{\"new\":1}");
        JsonNode then = awaitCompleted(replay(destination, Map.of("config", "then")));
        awaitBodies("/hook", "{\"old\":1}", "{\"new\":1}", "{\"old\":1}");
        assertThat(then.get("config").asString()).isEqualTo("then");
        assertThat(then.get("succeeded").asInt()).isEqualTo(1);
        assertThat(api.get("/v1/replay").get("jobs")).hasSize(2);
    }

    @Test
    void aDryRunSaysWhatWouldBeSentAndSendsNothing() {
        Api api = program.api();
        String source = api.source();
        String destination = api.destination(sink.url("/hook"));
        api.connection(
                source,
                destination,
                Map.of("filter_rules", Api.rule("payload.n", "gt", 1), "transform_expression", "{\"m\": n}"));
        api.ingest(source, Map.of("n", 1));
        String sent = api.ingest(source, Map.of("n", 2));
        awaitBodies("/hook", "{\"m\":2}");
        api.awaitCaughtUp();

        JsonNode run = api.call("POST", "/v1/replay", window(destination, Map.of("dry_run", true)));
        assertThat(run.get("dry_run").asBoolean()).isTrue();
        assertThat(run.get("total").asInt()).isEqualTo(2);
        assertThat(run.at("/events/0/action").asString()).isEqualTo("skip");
        assertThat(run.at("/events/0/reason").asString()).contains("payload.n gt 1");
        assertThat(run.at("/events/1/event_id").asString()).isEqualTo(sent);
        assertThat(run.at("/events/1/action").asString()).isEqualTo("send");
        assertThat(run.at("/events/1/url").asString()).isEqualTo(sink.url("/hook"));
        assertThat(run.at("/events/1/body/m").asInt()).isEqualTo(2);

        api.awaitCaughtUp();
        assertThat(bodies("/hook")).hasSize(1);
        assertThat(api.get("/v1/replay").get("jobs")).isEmpty();
    }

    @Test
    void whatFailsIsCountedAndNotRetried() {
        Api api = program.api();
        String source = api.source();
        for (int i = 0; i < 3; i++) {
            api.ingest(source, Map.of("n", i));
        }
        sink.answer("/down", Sink.Answer.status(500));
        String down = api.destination(sink.url("/down"), Map.of("retry_intervals", List.of(1)));
        api.awaitCaughtUp();

        JsonNode completed = awaitCompleted(replay(down, Map.of()));
        assertThat(completed.get("failed").asInt()).isEqualTo(3);
        assertThat(completed.get("succeeded").asInt()).isZero();
        api.awaitCaughtUp();
        assertThat(events("/down")).hasSize(3);
    }
}
