package io.hookstream.bench.micro;

import io.hookstream.bench.report.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures single functions with JMH and writes the figures down. */
final class MicroBench {
    private static final String USAGE = """
            bench/run --micro [options]: how long the functions take that every webhook passes
              --include REGEX  those whose class or method matches (default: all)
              --seconds N      to measure each in one process (default 5), after 3 s of warm-up
              --forks N        processes, one after the other (default 2)
              --out FOLDER     for micro.json, in JMH's format, and micro.md (default bench/target)""";
    private static final int WARM_UP_SECONDS = 3;

    private MicroBench() {}

    /** Exits with 0, with 1 if a function failed, with 2 if misused. */
    public static void main(String[] arguments) throws IOException, RunnerException {
        if (Stream.of(arguments).anyMatch("--help"::equals)) {
            System.out.println(USAGE);
            return;
        }
        Map<String, String> given;
        try {
            given = parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage() + "\nTry: bench/run --micro --help");
            System.exit(2);
            return;
        }
        Path out = Files.createDirectories(Path.of(value(given, "--out")));
        Options options = new OptionsBuilder()
                .include(value(given, "--include"))
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .warmupIterations(WARM_UP_SECONDS)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(Integer.parseInt(value(given, "--seconds")))
                .measurementTime(TimeValue.seconds(1))
                .forks(Integer.parseInt(value(given, "--forks")))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .resultFormat(ResultFormatType.JSON)
                .result(out.resolve("micro.json").toString())
                .build();
        Machine machine = Machine.here(out);
        String table = table(new Runner(options).run(), machine);
        Files.writeString(out.resolve("micro.md"), table);
        System.out.println(table);
    }

    private static Map<String, String> parse(String... arguments) {
        Map<String, String> given =
                new HashMap<>(Map.of("--include", "Micro", "--seconds", "5", "--forks", "2", "--out", "bench/target"));
        Deque<String> rest = new ArrayDeque<>(List.of(arguments));
        while (!rest.isEmpty()) {
            String name = rest.remove();
            if (!given.containsKey(name)) {
                throw new IllegalArgumentException("unknown option '" + name + "'");
            }
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(name + " needs a value");
            }
            given.put(name, rest.remove());
        }
        for (String name : List.of("--seconds", "--forks")) {
            if (!value(given, name).matches("[1-9]\\d{0,3}")) {
                throw new IllegalArgumentException(
                        name + " must be a whole number from 1 to 9999, not '" + value(given, name) + "'");
            }
        }
        return given;
    }

    private static String value(Map<String, String> given, String name) {
        return String.valueOf(given.get(name));
    }

    private static String table(Collection<RunResult> results, Machine machine) {
        StringBuilder table = new StringBuilder("| | µs | ± (99.9 %) | bytes allocated |\n|---|---|---|---|\n");
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.2f | %s | %s |%n",
                    name(result),
                    time.getScore(),
                    // Too few measurements to tell.
                    Double.isNaN(time.getScoreError()) ? "" : String.format(Locale.ROOT, "%.2f", time.getScoreError()),
                    allocated == null ? "" : String.format(Locale.ROOT, "%,.0f", allocated.getScore())));
        }
        return table.append("\n- ").append(machine.line()).append('\n').toString();
    }

    private static String name(RunResult result) {
        String[] words = result.getParams().getBenchmark().split("\\.", -1);
        StringBuilder name = new StringBuilder(words[words.length - 2].replace("Micro", ""))
                .append('.')
                .append(words[words.length - 1]);
        for (String parameter : result.getParams().getParamsKeys()) {
            name.append(' ').append(result.getParams().getParam(parameter));
        }
        return name.toString();
    }
}
