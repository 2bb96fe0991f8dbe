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
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Scenario 5: destinations that are slow, or hang, hold nobody else. */
@ExtendWith(ShowsProgramsOnFailure.class)
class SlowLorisIT {
    private static final int SLOW = Faults.either(20, 100);
    private static final int TIMEOUT_SECONDS = Faults.either(5, 30);
    /** For each of the slow ones; two are sent at a time. */
    private static final int WEBHOOKS = 8;

    private static final int CONCURRENCY = 2;
    private static final Duration WINDOW = Duration.ofSeconds(Faults.either(3, 10));
    private static final int PER_SECOND = 40;
    /** What a garbage collection or another process on the machine makes of a single measurement. */
    private static final Duration NOISE = Duration.ofMillis(50);

    /** Pools grow under load, bounded by the number of processors; a thread for each delivery would be four times as many. */
    private static final int POOLS = Math.max(10 * Runtime.getRuntime().availableProcessors(), SLOW * CONCURRENCY / 4);

    private static final long MEGABYTE = 1 << 20;
    private static final Map<String, Object> NO_RETRIES =
            Map.of("retry_max_attempts", 0, "circuit_failure_threshold", 1000);

    @Test
    void slowAnswersEndAtTheTimeoutAndAHealthyDestinationFeelsNothing(@TempDir Path folder) {
        try (Program program = Program.start(folder.resolve("data"));
                SlowServers slow = SlowServers.start(SLOW, Duration.ofSeconds(10));
                Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            Api api = program.api();
            String healthy = api.source();
            api.connection(healthy, api.destination(sink.url("/healthy")));
            String slowly = api.source();
            for (String url : slow.urls()) {
                Map<String, Object> settings = new HashMap<>(NO_RETRIES);
                settings.put("config", Map.of("url", url, "timeout", TIMEOUT_SECONDS));
                settings.put("max_concurrency", CONCURRENCY);
                api.connection(slowly, api.destination(url, settings));
            }
            Load load = new Load(api, ledger);
            Measured measured = new Measured(load, ledger, sink, healthy, PER_SECOND, 1);
            measured.p99(any -> true);
            long heap = program.heap();
            int threads = program.threads();
            Duration baseline = measured.p99(any -> true);

            // Not the ledger's: they are not to arrive.
            for (int i = 0; i < WEBHOOKS; i++) {
                api.ingest(slowly, Map.of("n", i));
            }
            Duration beside = measured.p99(any -> true);
            int threadsBeside = program.threads();
            long heapBeside = program.heap();

            System.out.printf(
                    "Beside %d slow ones: p99 %d ms, before %d ms; threads %d, before %d; heap %d MB, before %d MB%n",
                    SLOW,
                    beside.toMillis(),
                    baseline.toMillis(),
                    threadsBeside,
                    threads,
                    heapBeside / MEGABYTE,
                    heap / MEGABYTE);
            assertThat(beside).isLessThanOrEqualTo(Faults.limit(twice(baseline)));
            assertThat(threadsBeside).isLessThanOrEqualTo(threads + POOLS);
            assertThat(heapBeside - heap).isLessThan(40 * MEGABYTE);
            everyAttemptEndedAtTheTimeout(api);
            new Invariants(ledger, load, sink, Map.of(healthy, Set.of("/healthy"))).hold(api, Duration.ofSeconds(30));
        }
    }

    private static void everyAttemptEndedAtTheTimeout(Api api) {
        List<JsonNode> attempts = await("every slow delivery to be dead")
                .atMost(Duration.ofSeconds((long) WEBHOOKS / CONCURRENCY * TIMEOUT_SECONDS + 30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> api.all("delivery-attempts?status=failed"), SlowLorisIT::areAllDead);
        Duration timeout = Duration.ofSeconds(TIMEOUT_SECONDS);
        Duration latest = timeout.plus(Faults.limit(Duration.ofSeconds(1)));
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.get("error_type").asString()).isEqualTo("timeout");
            assertThat(Duration.ofMillis(attempt.get("latency_ms").asLong()))
                    .isBetween(timeout.minusSeconds(1), latest);
        });
    }

    private static boolean areAllDead(List<JsonNode> attempts) {
        return attempts.size() == SLOW * WEBHOOKS
                && attempts.stream().allMatch(attempt -> attempt.get("is_dlq").asInt() == 1);
    }

    /** All fifty are on one host, whose connections they share. */
    @Test
    void oneThatHangsAmongFiftyLeavesTheOthersAsFastAsTheyWere(@TempDir Path folder) {
        int destinations = 50;
        int perSecond = 3;
        try (Program program = Program.start(folder.resolve("data"));
                Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            Api api = program.api();
            String source = api.source();
            for (int i = 0; i < destinations; i++) {
                api.connection(source, api.destination(sink.url("/" + i), NO_RETRIES));
            }
            Load load = new Load(api, ledger);
            Measured measured = new Measured(load, ledger, sink, source, perSecond, destinations - 1);
            Predicate<Received> others = request -> !request.path().equals("/0");
            measured.p99(others);
            Duration baseline = measured.p99(others);
            sink.answer("/0", Answer.hangs());
            Duration beside = measured.p99(others);
            System.out.printf(
                    "One of %d hangs: the others' p99 %d ms, before %d ms%n",
                    destinations, beside.toMillis(), baseline.toMillis());
            assertThat(sink.received("/0").stream().filter(request -> request.answered() == 0))
                    .as("deliveries that hang")
                    .hasSizeGreaterThanOrEqualTo(5);
            assertThat(beside).isLessThanOrEqualTo(Faults.limit(twice(baseline)));
        }
    }

    private static Duration twice(Duration baseline) {
        Duration doubled = baseline.multipliedBy(2);
        Duration floor = baseline.plus(NOISE);
        return doubled.compareTo(floor) > 0 ? doubled : floor;
    }

    /** What is measured: a rate of webhooks, each delivered to so many paths that count. */
    private record Measured(Load load, Ledger ledger, Sink sink, String source, int perSecond, int paths) {

        /** From the sender to the receiver, of what is sent from now on: the median of three windows of time. */
        Duration p99(Predicate<Received> counts) {
            return Stream.generate(() -> window(counts))
                    .limit(3)
                    .sorted()
                    .toList()
                    .get(1);
        }

        private Duration window(Predicate<Received> counts) {
            int sentBefore = ledger.size();
            int receivedBefore = sink.count();
            load.run(perSecond, WINDOW, source);
            int expected = (ledger.size() - sentBefore) * paths;
            List<Duration> latencies = await("every delivery")
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> sink.received().stream()
                                    .skip(receivedBefore)
                                    .filter(counts)
                                    .map(load::latency)
                                    .sorted()
                                    .toList(),
                            found -> found.size() == expected);
            return latencies.get((int) (latencies.size() * 0.99));
        }
    }
}
