package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Answer;
import io.hookstream.e2e.Sink.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 7: what fails is left alone, also by the next process, and gets everything when it is well again. */
@ExtendWith(ShowsProgramsOnFailure.class)
class OpenCircuitIT {
    private static final int THRESHOLD = 5;
    private static final int QUEUED = 1_000;
    private static final int QUEUED_IN_FULL = 100_000;
    private static final int COOLDOWN_SECONDS = 25;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration PROBE_TAKES = Duration.ofSeconds(1);
    /** From the failure that opens a circuit until its opening is in the log, and from the deadline until the probe. */
    private static final Duration PROBE_WITHIN = Duration.ofSeconds(2);

    /** The default: so many may be on their way when the first of them opens the circuit. */
    private static final int CONCURRENCY = 16;

    private static final long MEGABYTE = 1 << 20;

    @Test
    void anOpenCircuitOutlivesTheProcessAndClosesAfterOneProbe(@TempDir Path folder) {
        Path data = folder.resolve("data");
        int port = Program.freePort();
        Program program = Program.start(data, port);
        try (Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            Api api = program.api();
            String source = api.source();
            // Five webhooks fail once in one, and the first of them five times in the other.
            api.connection(source, circuit(api, sink, "/serial", Map.of("max_concurrency", 1)));
            api.connection(source, circuit(api, sink, "/ordered", Map.of("ordered", true)));
            api.awaitCaughtUp();
            sink.answer("/serial", Answer.status(500));
            sink.answer("/ordered", Answer.status(500));
            Load load = new Load(api, ledger);
            load.inOrder(THRESHOLD, source);
            await("both circuits to open")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> sink.received("/serial").size() >= THRESHOLD
                            && sink.received("/ordered").size() >= THRESHOLD);

            load.atOnce(QUEUED, source);
            program.kill();
            program.close();
            Instant opened = sink.received("/serial").get(THRESHOLD - 1).at();
            Assumptions.assumeTrue(
                    Instant.now().isBefore(opened.plusSeconds(COOLDOWN_SECONDS)),
                    "the machine needs longer to take " + QUEUED + " webhooks than the circuits stay open");
            assertThat(sink.received("/serial")).hasSize(THRESHOLD);
            assertThat(sink.received("/ordered")).hasSize(THRESHOLD);
            // The probe is slow, so that a second one would meet it.
            sink.answer("/serial", Answer.status(200).after(PROBE_TAKES));
            sink.answer("/ordered", Answer.status(200).after(PROBE_TAKES));
            program = Program.start(data, port);
            Instant ready = Instant.now();

            for (String path : List.of("/serial", "/ordered")) {
                await("the probe at " + path)
                        .atMost(Duration.ofSeconds(COOLDOWN_SECONDS + 30))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> sink.received(path).size() > THRESHOLD);
                sink.answer(path, Answer.status(200));
            }
            new Invariants(ledger, load, sink, Map.of(source, Set.of("/serial", "/ordered")))
                    .hold(program.api(), Duration.ofSeconds(120));

            // The ids of events are in the order of their arrival, which acknowledgements are not.
            List<String> order = ledger.entries().stream()
                    .map(Ledger.Entry::eventId)
                    .sorted()
                    .toList();
            oneProbeAfterTheCooldown(sink.received("/serial"), ready);
            oneProbeAfterTheCooldown(sink.received("/ordered"), ready);
            for (String path : List.of("/serial", "/ordered")) {
                assertThat(events(sink.received(path)).subList(THRESHOLD, 2 * THRESHOLD + QUEUED))
                        .as("order at %s", path)
                        .isEqualTo(order);
            }
            System.out.printf(
                    "Open circuit: %d kept through kill -9 and delivered in order after one probe, %d requests at /serial, %d at /ordered%n",
                    QUEUED,
                    sink.received("/serial").size(),
                    sink.received("/ordered").size());
        } finally {
            program.close();
        }
    }

    private static String circuit(Api api, Sink sink, String path, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "retry_backoff_type",
                "fixed",
                "retry_intervals",
                List.of((int) DELAY.toSeconds()),
                "retry_max_attempts",
                10,
                "circuit_cooldown_seconds",
                COOLDOWN_SECONDS));
        settings.putAll(more);
        return api.destination(sink.url(path), settings);
    }

    private static List<String> events(List<Received> requests) {
        return requests.stream().map(Received::eventId).toList();
    }

    private static void oneProbeAfterTheCooldown(List<Received> requests, Instant ready) {
        Instant opened = requests.get(THRESHOLD - 1).at();
        Instant probe = requests.get(THRESHOLD).at();
        Instant due = opened.plusSeconds(COOLDOWN_SECONDS);
        Instant latest = (due.isAfter(ready) ? due : ready).plus(Faults.limit(PROBE_WITHIN));
        assertThat(probe).as("the probe").isBetween(due, latest);
        assertThat(requests.get(THRESHOLD + 1).at())
                .as("what follows the probe")
                .isAfter(probe.plus(PROBE_TAKES));
    }

    @Test
    void aProbeThatFailsIsFollowedByTheNextAfterAnotherCooldown(@TempDir Path folder) {
        int cooldown = 2;
        int probes = 3;
        try (Program program = Program.start(folder.resolve("data"));
                Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            Api api = program.api();
            String source = api.source();
            sink.answer("/fails", Answer.status(503));
            api.connection(
                    source,
                    api.destination(
                            sink.url("/fails"),
                            Map.of(
                                    "max_concurrency",
                                    1,
                                    "retry_intervals",
                                    List.of(3600),
                                    "circuit_cooldown_seconds",
                                    cooldown)));
            Load load = new Load(api, ledger);

            load.inOrder(THRESHOLD + 20, source);

            await("probes")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> sink.received("/fails").size() >= THRESHOLD + probes);
            List<Received> requests = sink.received("/fails");
            IntStream.range(THRESHOLD, THRESHOLD + probes)
                    .forEach(i -> assertThat(Duration.between(
                                    requests.get(i - 1).at(), requests.get(i).at()))
                            .as("until probe %d", i - THRESHOLD + 1)
                            .isBetween(
                                    Duration.ofSeconds(cooldown),
                                    Duration.ofSeconds(cooldown).plus(Faults.limit(PROBE_WITHIN))));
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "hookstream.faults",
            matches = "full",
            disabledReason = "takes minutes: run it with -Pfaults")
    void aLargeQueueIsNotInMemory(@TempDir Path folder) {
        try (Program program = Program.start(folder.resolve("data"));
                Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            Api api = program.api();
            String source = api.source();
            String destination = api.destination(
                    sink.url("/large"),
                    Map.of(
                            "retry_intervals", List.of(30),
                            "circuit_cooldown_seconds", 3600,
                            "circuit_failure_threshold", 1));
            api.connection(source, destination);
            sink.answer("/large", Answer.status(500));
            Load load = new Load(api, ledger);
            // More than the cache of events takes, which is to be full before and after.
            load.atOnce(QUEUED_IN_FULL / 4, source);
            api.awaitCaughtUp();
            long before = program.heap();

            load.atOnce(QUEUED_IN_FULL, source);

            await("the queue").atMost(Duration.ofMinutes(10)).until(() -> api.lag() == 0);
            long after = program.heap();
            System.out.printf(
                    "%d queued: heap after a collection from %d MB to %d MB%n",
                    ledger.size(), before / MEGABYTE, after / MEGABYTE);
            assertThat(after - before).isLessThan(64 * MEGABYTE);
            assertThat(sink.received("/large")).hasSizeLessThanOrEqualTo(CONCURRENCY);
        }
    }
}
