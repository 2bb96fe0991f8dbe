package io.hookstream.bench.scenario;

import io.hookstream.bench.program.Program;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Result.Variant;
import io.hookstream.bench.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** From the start of the process until it says that it is well; the files are in the system's cache. */
final class StartScenario implements Scenario {
    private static final int STARTS = 3;
    private static final Target EMPTY = Target.atMost(4);
    private static final Target FILLED = Target.atMost(10);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String title() {
        return "start to ready, median of 3";
    }

    private record Start(double seconds, double processorSeconds, double residentMib) {
        static Start of(Program program) throws IOException {
            return new Start(
                    program.readyAfter().toNanos() / 1e9, program.cpuSeconds(), (double) program.residentPeakMib());
        }
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        List<Start> empty = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (Bed bed = lab.bed()) {
                empty.add(Start.of(bed.program()));
            }
        }
        Stored stored = Stored.in(lab.stored(), lab.knobs());
        long there = stored.fillUpTo(lab.knobs().events());
        List<Start> filled = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            stored.bed().restart();
            filled.add(Start.of(stored.bed().program()));
        }
        return new Result(
                name(),
                title(),
                List.of(
                        ready("empty_s", "ready, with an empty folder", empty).with(EMPTY),
                        ready("stored_s", String.format(Locale.ROOT, "ready, with %,d events stored", there), filled)
                                .with(FILLED),
                        Figure.count("lost", "lost", stored.lost())),
                List.of(variant("an empty folder", empty), variant("stored", filled)),
                List.of("The median of " + STARTS + " starts each, until `/v1/health` answers 200, asked every 20 ms."),
                stored.lost() > 0);
    }

    private static Figure ready(String key, String title, List<Start> starts) {
        return new Figure(key, title, " s", median(starts, Start::seconds));
    }

    private static Variant variant(String name, List<Start> starts) {
        return new Variant(
                name,
                "",
                List.of(
                        new Figure(
                                "fastest_s",
                                "fastest",
                                " s",
                                starts.stream()
                                        .mapToDouble(Start::seconds)
                                        .min()
                                        .orElse(0)),
                        new Figure(
                                "slowest_s",
                                "slowest",
                                " s",
                                starts.stream()
                                        .mapToDouble(Start::seconds)
                                        .max()
                                        .orElse(0)),
                        new Figure("cpu_s", "processor time until then", " s", median(starts, Start::processorSeconds)),
                        Figure.mib("rss_mib", "most memory until then", median(starts, Start::residentMib))));
    }

    private static double median(List<Start> starts, ToDoubleFunction<Start> value) {
        return starts.stream().mapToDouble(value).sorted().toArray()[starts.size() / 2];
    }
}
