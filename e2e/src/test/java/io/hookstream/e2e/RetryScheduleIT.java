package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Answer;
import io.hookstream.e2e.Sink.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** When what has failed is tried again, and when it is not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowsProgramsOnFailure.class)
class RetryScheduleIT {
    private static final int NEVER_OPENS = 1000;
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(30);

    private final Sink sink = Sink.start();
    private final int port = Program.freePort();
    private Path data;
    private Program program;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) {
        data = folder.resolve("data");
        program = Program.start(data, port);
        api = program.api();
    }

    @AfterAll
    void stop() {
        program.close();
        sink.close();
    }

    /** What one destination does, and when its retries are due: after a failed attempt of this number, or never. */
    private record Schedule(String path, Map<String, ?> policy, Answer answer, IntFunction<Duration> delays) {}

    @Test
    void retriesFollowThePolicyAndWhatTheDestinationAsksFor() {
        Answer fails = Answer.status(500);
        List<Schedule> schedules = List.of(
                schedule("/exponential", policy("exponential", 4, 1, 2, 3), fails, 1, 2, 3, 3),
                schedule("/linear", policy("linear", 3, 1), fails, 1, 2, 3),
                schedule("/fixed", policy("fixed", 2, 1), fails, 1, 1),
                schedule("/later-429", policy("fixed", 1, 1), Answer.status(429).with("Retry-After", "3"), 3),
                schedule("/later-503", policy("fixed", 1, 1), Answer.status(503).with("Retry-After", "3"), 3),
                schedule("/sooner", policy("fixed", 1, 2), Answer.status(503).with("Retry-After", "1"), 2),
                schedule("/not-asked", policy("fixed", 1, 1), Answer.status(500).with("Retry-After", "9"), 1),
                schedule("/none", policy("fixed", 0, 1), fails));
        String source = api.source();
        Map<String, String> destinations = new LinkedHashMap<>();
        for (Schedule schedule : schedules) {
            sink.answer(schedule.path(), schedule.answer());
            String destination = api.destination(sink.url(schedule.path()), schedule.policy());
            api.connection(source, destination);
            destinations.put(schedule.path(), destination);
        }

        String event = api.ingest(source, Map.of("n", 1));

        List<JsonNode> dead = awaitDead(event, schedules.size());
        assertThat(dead)
                .allSatisfy(last -> assertThat(api.get("/v1/delivery-attempts/"
                                        + last.get("id").asString())
                                .get("next_retry_at")
                                .isNull())
                        .isTrue());
        for (Schedule schedule : schedules) {
            assertThat(sink.received(schedule.path()))
                    .as(schedule.path())
                    .extracting(Received::attempt)
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, attempts(schedule)).boxed().toList());
            if (attempts(schedule) > 1) {
                RetryTimes.areOnTime(
                        schedule.path(),
                        RetryTimes.lateness(
                                api, sink, schedule.path(), destinations.get(schedule.path()), schedule.delays()));
            }
        }
        assertThat(api.awaitEvent(event, "failed").get("delivery_attempts")).hasSize(4 + 1 + 3 + 1 + 2 + 1 + 4 * 2 + 1);
    }

    @Test
    void whatIsGoneIsDeadAtOnce() {
        sink.answer("/gone", Answer.status(410));
        String event = failing("/gone", policy("fixed", 10, 1));
        assertThat(awaitDead(event, 1).getFirst().get("error_type").asString()).isEqualTo("gone");
        api.awaitEvent(event, "failed");
        assertThat(sink.received("/gone")).hasSize(1);
    }

    @Test
    void jitterSpreadsRetriesOverAPartOfTheirDelay() {
        int events = 20;
        sink.answer("/jitter", request -> Answer.status(request.attempt() == 1 ? 500 : 200));
        Map<String, Object> policy = new HashMap<>(policy("fixed", 1, 2));
        policy.put("retry_jitter", 1);
        String source = api.source();
        String destination = api.destination(sink.url("/jitter"), policy);
        api.connection(source, destination);
        for (int i = 0; i < events; i++) {
            api.ingest(source, Map.of("n", i));
        }
        await("retries").atMost(ON_ITS_WAY).until(() -> sink.received("/jitter").size() == 2 * events);
        awaitFailed(destination, events);

        List<Duration> after = RetryTimes.lateness(api, sink, "/jitter", destination, attempt -> Duration.ofSeconds(2));
        Duration latest = Duration.ofSeconds(2).plus(Faults.limit(RetryTimes.LATEST));
        assertThat(after).allSatisfy(late -> assertThat(late).isBetween(Duration.ofMillis(-1), latest));
        assertThat(after.getLast().minus(after.getFirst())).as("their spread").isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void aChangedPolicyHoldsFromTheNextFailure() {
        sink.answer("/changed", Answer.status(500));
        String source = api.source();
        String destination = api.destination(sink.url("/changed"), policy("fixed", 10, 2));
        api.connection(source, destination);
        String event = api.ingest(source, Map.of("n", 1));
        awaitFailed(destination, 1);

        api.patch("/v1/destinations/" + destination, Map.of("retry_intervals", List.of(1), "retry_max_attempts", 2));

        assertThat(awaitDead(event, 1).getFirst().get("attempt_number").asInt()).isEqualTo(3);
        RetryTimes.areOnTime(
                "/changed", RetryTimes.lateness(api, sink, "/changed", destination, attempt -> switch (attempt) {
                    case 1 -> Duration.ofSeconds(2);
                    case 2 -> Duration.ofSeconds(1);
                    default -> null;
                }));
    }

    @Test
    void nothingWaitsForADeletedDestination() {
        sink.answer("/deleted", Answer.status(500));
        String source = api.source();
        String destination = api.destination(sink.url("/deleted"), policy("fixed", 10, 3600));
        api.connection(source, destination);
        String event = api.ingest(source, Map.of("n", 1));
        awaitFailed(destination, 1);
        assertThat(api.awaitEvent(event, "processing").get("delivery_attempts")).hasSize(1);

        api.delete("/v1/destinations/" + destination);

        JsonNode cancelled = api.awaitEvent(event, "failed");
        assertThat(cancelled.get("delivery_attempts")).hasSize(1);
        assertThat(cancelled.get("delivery_attempts").get(0).get("is_dlq").asInt())
                .isZero();
        assertThat(sink.received("/deleted")).hasSize(1);
    }

    @Test
    void aRetryThatIsDueAfterARestartComesThenAndOnce() {
        int seconds = 12;
        sink.answer("/outlives", request -> Answer.status(request.attempt() == 1 ? 500 : 200));
        String source = api.source();
        String destination = api.destination(sink.url("/outlives"), policy("fixed", 10, seconds));
        api.connection(source, destination);
        String event = api.ingest(source, Map.of("n", 1));
        awaitFailed(destination, 1);

        program.kill();
        program.close();
        program = Program.start(data, port);
        Instant ready = Instant.now();

        api.awaitEvent(event, "delivered");
        List<Received> requests = sink.received("/outlives");
        assertThat(requests).extracting(Received::attempt).containsExactly(1, 2);
        Instant due = requests.getFirst().at().plusSeconds(seconds);
        // If the machine needed longer than that to start the program, it comes as soon as it can.
        Instant latest = (due.isAfter(ready) ? due : ready).plus(Faults.limit(RetryTimes.LATEST.multipliedBy(2)));
        assertThat(requests.getLast().at()).isBetween(due, latest);
    }

    private static Schedule schedule(String path, Map<String, ?> policy, Answer answer, int... seconds) {
        return new Schedule(
                path,
                policy,
                answer,
                attempt -> attempt > seconds.length ? null : Duration.ofSeconds(seconds[attempt - 1]));
    }

    private static int attempts(Schedule schedule) {
        int attempts = 1;
        while (schedule.delays().apply(attempts) != null) {
            attempts++;
        }
        return attempts;
    }

    private static Map<String, Object> policy(String type, int retries, Integer... seconds) {
        return Map.of(
                "retry_backoff_type", type,
                "retry_max_attempts", retries,
                "retry_intervals", List.of(seconds),
                "circuit_failure_threshold", NEVER_OPENS);
    }

    private String failing(String path, Map<String, ?> policy) {
        String source = api.source();
        api.connection(source, api.destination(sink.url(path), policy));
        return api.ingest(source, Map.of("n", 1));
    }

    private void awaitFailed(String destination, int attempts) {
        await("failed attempts")
                .atMost(ON_ITS_WAY)
                .until(() -> api.total("delivery-attempts?status=failed&destination_id=" + destination) >= attempts);
    }

    private List<JsonNode> awaitDead(String event, int deliveries) {
        return await("dead letters")
                .atMost(ON_ITS_WAY)
                .until(
                        () -> api.all("delivery-attempts?is_dlq=1&event_id=" + event),
                        found -> found.size() == deliveries);
    }
}
