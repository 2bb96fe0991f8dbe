package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Each role in a process of its own, on an Axon Server and a MongoDB that this test does not start: two processes deliver
 * and share the lanes, and each of them is killed once under load.
 */
@ExtendWith(ShowsProgramsOnFailure.class)
class DistributedIT {
    private static final String AXON_SERVER = "HOOKSTREAM_TEST_AXONSERVER";
    private static final String MONGODB = "HOOKSTREAM_TEST_MONGODB";

    private static final int PER_SECOND = Faults.either(20, 50);
    private static final int DESTINATIONS = 6;
    private static final Duration TAKEN_OVER_WITHIN = Faults.limit(Duration.ofSeconds(10));
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(120);
    private static final String MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private final List<Program> programs = new ArrayList<>();
    private final String database = "e2e-" + UUID.randomUUID();

    @TempDir
    Path folder;

    @Test
    @EnabledIfEnvironmentVariable(
            named = AXON_SERVER,
            matches = ".+",
            disabledReason = AXON_SERVER + " names no Axon Server, such as 127.0.0.1:8124")
    @EnabledIfEnvironmentVariable(
            named = MONGODB,
            matches = ".+",
            disabledReason = MONGODB + " names no MongoDB, such as mongodb://127.0.0.1:27017")
    void lanesAreTakenOverFromAProcessThatIsKilled() throws Exception {
        try (Sink sink = Sink.start();
                Ledger ledger = Ledger.in(folder)) {
            List<Program> others = Stream.of("command", "projection", "query", "saga")
                    .map(this::launch)
                    .toList();
            Program first = launch("delivery");
            Program second = launch("delivery");
            Program gateway = launch("gateway");
            awaitShared(first, second);

            Api api = gateway.api();
            String source = api.source();
            Set<String> paths = new HashSet<>();
            for (int i = 0; i < DESTINATIONS; i++) {
                paths.add("/" + i);
                api.connection(source, api.destination(sink.url("/" + i)));
            }
            Load load = new Load(api, ledger);
            try (Load.Running running = load.start(PER_SECOND, source)) {
                awaitAcknowledged(ledger, 5 * PER_SECOND);
                report("first", killAndAwaitTakeover(first, paths, sink, ledger));
                Program third = launch("delivery");
                awaitShared(second, third);
                awaitAcknowledged(ledger, 5 * PER_SECOND);
                report("second", killAndAwaitTakeover(second, paths, sink, ledger));
                awaitAcknowledged(ledger, 5 * PER_SECOND);
            }
            Api watching = api.withHealthOf(programs.stream()
                    .filter(Program::isAlive)
                    .filter(program -> program != gateway)
                    .map(Program::url)
                    .toList());
            new Invariants(ledger, load, sink, Map.of(source, paths)).hold(watching, DRAINED_WITHIN);
            assertThat(others).allMatch(Program::isAlive);
            System.out.printf(
                    "Distributed: %d acknowledged, 0 lost, %d of %d deliveries twice%n",
                    ledger.size(), sink.count() - distinct(sink), sink.count());
        } finally {
            programs.forEach(Program::close);
        }
    }

    /** One after the other: so many starts at once are slow. */
    private Program launch(String role) {
        Program program = Program.launch(
                folder.resolve(role + programs.size()),
                Program.freePort(),
                "--hookstream.roles=" + role,
                "--hookstream.axon-server.servers=" + System.getenv(AXON_SERVER),
                "--hookstream.mongodb.uri=" + System.getenv(MONGODB),
                "--hookstream.mongodb.database=" + database,
                "--hookstream.master-key=" + MASTER_KEY);
        programs.add(program);
        program.awaitReady();
        return program;
    }

    /** Each has segments of the lanes, together all of them. */
    private static void awaitShared(Program one, Program other) {
        await("the lanes to be shared").atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonNode mine = lanes(one);
            JsonNode its = lanes(other);
            int all = mine.get("segments").asInt();
            assertThat(mine.get("claimed").asInt()).isBetween(1, all - 1);
            assertThat(its.get("claimed").asInt())
                    .isEqualTo(all - mine.get("claimed").asInt());
        });
    }

    private static JsonNode lanes(Program program) {
        for (JsonNode processor : new Api(program.url(), null).get("/v1/health").get("processors")) {
            if (processor.get("name").asString().equals("lanes")) {
                return processor;
            }
        }
        throw new AssertionError("no lanes at " + program.url());
    }

    private static void awaitAcknowledged(Ledger ledger, int more) {
        int before = ledger.size();
        await("load").atMost(Duration.ofSeconds(60)).until(() -> ledger.size() >= before + more);
    }

    /** By path: how long after the kill the first webhook arrived that was acknowledged after it. */
    private static Map<String, Duration> killAndAwaitTakeover(
            Program program, Set<String> paths, Sink sink, Ledger ledger) {
        Set<String> before = new HashSet<>();
        program.kill();
        Instant killed = Instant.now();
        ledger.entries().forEach(entry -> before.add(entry.eventId()));
        Map<String, Duration> taken = new TreeMap<>();
        await("all lanes to go on").atMost(Duration.ofSeconds(60)).until(() -> {
            for (Received request : sink.received()) {
                if (request.at().isAfter(killed) && !before.contains(request.eventId())) {
                    taken.putIfAbsent(request.path(), Duration.between(killed, request.at()));
                }
            }
            return taken.keySet().containsAll(paths);
        });
        assertThat(taken.values()).allSatisfy(duration -> assertThat(duration).isLessThanOrEqualTo(TAKEN_OVER_WITHIN));
        return taken;
    }

    private static void report(String which, Map<String, Duration> taken) {
        System.out.printf("Distributed: the %s delivery process killed, lanes went on after %s%n", which, taken);
    }

    private static int distinct(Sink sink) {
        Map<String, Integer> seen = new HashMap<>();
        sink.received().forEach(request -> seen.merge(request.eventId() + request.path(), 1, Integer::sum));
        return seen.size();
    }
}
