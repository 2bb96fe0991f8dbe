package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 1: an acknowledged webhook survives the death of the process at any moment. */
@ExtendWith(ShowsProgramsOnFailure.class)
class KillUnderLoadIT {
    private static final int KILLS = Faults.either(3, 20);
    private static final int PER_SECOND = 200;
    /** The default of a destination: so many of its deliveries can be under way when the process dies. */
    private static final int MAX_CONCURRENCY = 16;

    /** How many of a destination may have arrived without the log having taken that down. */
    private static final int UNRECORDED = 64;

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(Faults.either(180, 300));

    private final Random moments = Faults.random();
    /** When a process that took over was launched: what its predecessor sent has arrived by then. */
    private final List<Instant> lives = new ArrayList<>();

    @Test
    void everyAcknowledgedWebhookIsDeliveredAlthoughTheProcessWasKilled(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        int port = Program.freePort();
        Program program = Program.start(data, port);
        try (Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            Api api = program.api();
            String first = api.source();
            String second = api.source();
            api.connection(first, api.destination(sink.url("/first")));
            api.connection(second, api.destination(sink.url("/second")));
            api.connection(second, api.destination(sink.url("/third")));
            Load load = new Load(api, ledger);
            Duration slowest = Duration.ZERO;

            try (Load.Running running = load.start(PER_SECOND, first, second)) {
                for (int kill = 0; kill <= KILLS; kill++) {
                    int before = ledger.size();
                    await("load").atMost(Duration.ofSeconds(30)).until(() -> ledger.size() > before + 200);
                    // Early, while the lanes catch up, and late.
                    Thread.sleep(moments.nextInt(4_000));
                    if (kill < KILLS) {
                        program.kill();
                        program.close();
                        // What it sent last may be on its way into the sink.
                        Thread.sleep(500);
                        lives.add(Instant.now());
                        program = Program.start(data, port);
                        Duration took = Duration.between(lives.getLast(), Instant.now());
                        slowest = took.compareTo(slowest) > 0 ? took : slowest;
                    }
                }
            }
            assertThat(slowest).as("until it was ready again").isLessThan(READY_WITHIN);
            new Invariants(ledger, load, sink, Map.of(first, Set.of("/first"), second, Set.of("/second", "/third")))
                    .hold(program.api(), DRAINED_WITHIN);
            int again = onlyWhatWasUnderWayCameTwice(sink);
            System.out.printf(
                    "%d kills under %d/s: %d acknowledged, 0 lost, %d of %d deliveries twice, ready again after at most %s%n",
                    KILLS, PER_SECOND, ledger.size(), again, sink.count(), slowest);
        } finally {
            program.close();
        }
    }

    /**
     * A delivery that comes again comes from a later life of the program, not always from the next: that may end before it
     * gets there. And of what a life has sent no more comes again than was under way when it ended.
     */
    private int onlyWhatWasUnderWayCameTwice(Sink sink) {
        Map<String, Long> lastLife = new HashMap<>();
        Map<String, Integer> again = new HashMap<>();
        for (Received request : sink.received()) {
            long life = lives.stream().filter(request.at()::isAfter).count();
            Long earlier = lastLife.put(request.eventId() + request.path(), life);
            if (earlier != null) {
                assertThat(life)
                        .as("the life that repeats %s", request.eventId())
                        .isGreaterThan(earlier);
                again.merge("the end of life " + earlier + " at " + request.path(), 1, Integer::sum);
            }
        }
        assertThat(again.values())
                .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(MAX_CONCURRENCY + UNRECORDED));
        return again.values().stream().mapToInt(Integer::intValue).sum();
    }
}
