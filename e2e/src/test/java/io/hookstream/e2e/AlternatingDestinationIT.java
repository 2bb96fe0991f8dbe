package io.hookstream.e2e;

import io.hookstream.e2e.Sink.Answer;
import io.hookstream.e2e.Sink.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Scenario 2: a destination that fails now and then gets everything, at the times that its policy says. */
@ExtendWith(ShowsProgramsOnFailure.class)
class AlternatingDestinationIT {
    private static final Duration PERIOD = Duration.ofSeconds(Faults.either(2, 7));
    private static final Duration TIME =
            Duration.ofSeconds(Integer.getInteger("hookstream.faults.alternating", Faults.either(16, 600)));
    private static final int PER_SECOND = 10;
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final int RETRIES = 10;
    private static final Map<String, Object> EVERY_SECOND =
            Map.of("retry_backoff_type", "fixed", "retry_intervals", List.of(1), "retry_max_attempts", RETRIES);

    @Test
    void retriesComeWhenTheyAreDueAndEverythingArrives(@TempDir Path folder) {
        try (Program program = Program.start(folder.resolve("data"));
                Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            Api api = program.api();
            String source = api.source();
            Map<String, Object> patient = new HashMap<>(EVERY_SECOND);
            patient.put("circuit_failure_threshold", 1000);
            String destination = api.destination(sink.url("/alternates"), patient);
            api.connection(source, destination);
            Instant started = Instant.now();
            sink.answer("/alternates", request -> Answer.status(failsAt(started, request) ? 500 : 200));
            Load load = new Load(api, ledger);

            load.run(PER_SECOND, TIME, source);

            new Invariants(ledger, load, sink, Map.of(source, Set.of("/alternates"))).hold(api, Duration.ofSeconds(60));
            RetryTimes.areOnTime(
                    "Alternating every " + PERIOD.toSeconds() + " s",
                    RetryTimes.lateness(api, sink, "/alternates", destination, attempt -> DELAY));
        }
    }

    private static boolean failsAt(Instant started, Received request) {
        return Duration.between(started, request.at()).dividedBy(PERIOD) % 2 == 0;
    }

    /** Four failures in a row are followed by a success, over and over: one more would open the circuit for a minute. */
    @Test
    void aSuccessResetsTheCountOfFailures(@TempDir Path folder) {
        try (Program program = Program.start(folder.resolve("data"));
                Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            Api api = program.api();
            String source = api.source();
            Map<String, Object> serial = new HashMap<>(EVERY_SECOND);
            serial.put("max_concurrency", 1);
            String destination = api.destination(sink.url("/mostly-fails"), serial);
            api.connection(source, destination);
            AtomicInteger requests = new AtomicInteger();
            sink.answer("/mostly-fails", request -> Answer.status(requests.incrementAndGet() % 5 == 0 ? 200 : 500));
            Load load = new Load(api, ledger);

            load.run(5, Duration.ofSeconds(8), source);

            new Invariants(ledger, load, sink, Map.of(source, Set.of("/mostly-fails")))
                    .hold(api, Duration.ofSeconds(60));
            RetryTimes.areOnTime(
                    "Four failures of five",
                    RetryTimes.lateness(
                            api, sink, "/mostly-fails", destination, attempt -> attempt > RETRIES ? null : DELAY));
        }
    }
}
