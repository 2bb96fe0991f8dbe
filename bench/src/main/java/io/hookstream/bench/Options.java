package io.hookstream.bench;

import io.hookstream.bench.program.Launch;
import io.hookstream.bench.scenario.Knobs;
import io.hookstream.bench.scenario.Scenario;
import io.hookstream.bench.scenario.Scenarios;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What to measure, and how.
 *
 * @param repeat how often each scenario is run
 * @param data where temporary folders are made
 * @param out where the results are left
 * @param commit of the sources, empty if nobody said
 */
record Options(List<Scenario> scenarios, Knobs knobs, int repeat, Launch launch, Path data, Path out, String commit) {
    static final String USAGE = """
            bench/run [options]: what the packaged program does under load, each acknowledged webhook verified
              --scenario NAMES   pipeline (default), ingest, steady, fan-out, hanging, memory, destinations, growth, list,
                                 start; several are separated by commas, and all is every one
              --seconds N        how long to send (default: as the scenario says)
              --warmup N         seconds of the same load before that (default 10)
              --rate N|max       webhooks per second (default: as the scenario says)
              --clients N        connections, one webhook at a time on each (default 50)
              --size BYTES       of a webhook's body (default 1024)
              --events N         stored before growth, list and start measure (default 1000000)
              --repeat N         runs of each scenario, for medians (default 1)
              --jar FILE         the program (default app/target/hookstream/hookstream.jar)
              --data FOLDER      where its data is, deleted afterwards (default: the system's for temporary files)
              --out FOLDER       for bench.json and bench.md (default bench/target)
              -- --NAME=VALUE    further properties of the program
            bench/run --micro --help, bench/run --documents --help: single functions, and the document store alone.
            HOOKSTREAM_JAVA_OPTS holds the options of the program's Java virtual machine (default -Xms768m -Xmx1g).
            Exits with 1 if something acknowledged was lost or the program failed, with 2 if misused, otherwise with 0.""";

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it cannot be understood; the message is for the user
     */
    static Options parse(String... arguments) {
        Map<String, String> given = new HashMap<>(Map.ofEntries(
                Map.entry("--scenario", "pipeline"),
                Map.entry("--seconds", ""),
                Map.entry("--warmup", "10"),
                Map.entry("--rate", ""),
                Map.entry("--clients", "50"),
                Map.entry("--size", "1024"),
                Map.entry("--events", "1000000"),
                Map.entry("--repeat", "1"),
                Map.entry("--jar", "app/target/hookstream/hookstream.jar"),
                Map.entry("--data", System.getProperty("java.io.tmpdir")),
                Map.entry("--out", "bench/target"),
                Map.entry("--flags", ""),
                Map.entry("--commit", "")));
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty() && !"--".equals(rest.peek())) {
            String name = rest.remove();
            if (!given.containsKey(name)) {
                throw new IllegalArgumentException("unknown option '" + name + "'");
            }
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            given.put(name, rest.remove());
        }
        rest.poll();
        Knobs knobs = new Knobs(
                optional(given, "--seconds"),
                number(given, "--warmup", 0),
                "max".equals(given.get("--rate")) ? Integer.valueOf(0) : optional(given, "--rate"),
                number(given, "--clients", 1),
                number(given, "--size", 1),
                number(given, "--events", 1));
        List<String> flags = Stream.of(value(given, "--flags").split("\\s+", -1))
                .filter(flag -> !flag.isEmpty())
                .toList();
        return new Options(
                Scenarios.named(value(given, "--scenario")),
                knobs,
                number(given, "--repeat", 1),
                Launch.of(Path.of(value(given, "--jar")), flags, List.copyOf(rest)),
                Path.of(value(given, "--data")),
                Path.of(value(given, "--out")),
                value(given, "--commit"));
    }

    private static String value(Map<String, String> given, String name) {
        return String.valueOf(given.get(name));
    }

    private static @Nullable Integer optional(Map<String, String> given, String name) {
        return value(given, name).isEmpty() ? null : number(given, name, 1);
    }

    private static int number(Map<String, String> given, String name, int least) {
        String value = value(given, name);
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(
                    name + " must be a whole number from " + least + " on, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }
}
