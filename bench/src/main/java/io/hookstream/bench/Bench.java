package io.hookstream.bench;

import io.hookstream.bench.program.Launch;
import io.hookstream.bench.report.Machine;
import io.hookstream.bench.report.Report;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.scenario.Lab;
import io.hookstream.bench.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs the scenarios one after the other and writes the figures down. */
final class Bench {

    private Bench() {}

    /** Exits with 0, with 1 if something acknowledged was lost or the program failed, with 2 if misused. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (Stream.of(arguments).anyMatch("--help"::equals)) {
            System.out.println(Options.USAGE);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            misused(e.getMessage());
            return;
        }
        if (!Files.isRegularFile(options.launch().jar())) {
            misused("there is no program " + options.launch().jar());
            return;
        }
        // After everything is closed: an exit from within would leave the program running.
        System.exit(run(options) ? 0 : 1);
    }

    private static void misused(@Nullable String why) {
        System.err.println("bench: " + why + "\nTry: bench/run --help");
        System.exit(2);
    }

    private static boolean run(Options options) throws IOException, InterruptedException {
        Machine machine = Machine.here(options.data());
        List<Result> results = new ArrayList<>();
        Report report = new Report(machine, setting(options), results);
        try (Lab lab = Lab.in(options.data(), options.knobs(), options.launch())) {
            for (Scenario scenario : options.scenarios()) {
                for (int i = 1; i <= options.repeat(); i++) {
                    System.err.println(scenario.name() + ": " + scenario.title()
                            + (options.repeat() > 1 ? " (" + i + " of " + options.repeat() + ")" : ""));
                    results.add(result(scenario, lab));
                    // What is there already is not lost if the next one never ends.
                    save(report, options.out());
                }
            }
        }
        System.out.println(report.table() + "\n" + report.json());
        return !report.failed();
    }

    private static Result result(Scenario scenario, Lab lab) throws InterruptedException {
        try {
            return scenario.run(lab);
        } catch (IOException | RuntimeException e) {
            System.err.println("bench: " + scenario.name() + ": " + e);
            return Result.failure(scenario.name(), scenario.title(), String.valueOf(e.getMessage()));
        }
    }

    private static void save(Report report, Path out) throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("bench.md"), report.table());
        Files.writeString(out.resolve("bench.json"), report.json() + "\n");
    }

    private static Map<String, String> setting(Options options) {
        Launch launch = options.launch();
        Map<String, String> setting = new LinkedHashMap<>();
        setting.put("Durability", launch.durability());
        setting.put(
                "Load",
                options.knobs().clients() + " clients, bodies of "
                        + options.knobs().size() + " bytes, warm-up "
                        + options.knobs().warmup() + " s");
        setting.put("Java options of the program", "`" + String.join(" ", launch.options()) + "`");
        if (!launch.properties().isEmpty()) {
            setting.put("Properties of the program", "`" + String.join(" ", launch.properties()) + "`");
        }
        setting.put("Commit", options.commit().isEmpty() ? "unknown" : options.commit());
        return setting;
    }
}
