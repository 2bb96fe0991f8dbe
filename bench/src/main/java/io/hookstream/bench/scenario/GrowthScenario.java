package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Result.Variant;
import io.hookstream.bench.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a webhook costs with ever more events stored; it should always be the same. Leaves its data for others. */
final class GrowthScenario implements Scenario {
    private static final int SECONDS = 30;
    private static final int PER_SECOND = 300;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String title() {
        return "the cost of a webhook with ever more events stored, at 300/s";
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        lab.discardStored();
        Knobs knobs = lab.knobs();
        Load load = knobs.load(SECONDS, PER_SECOND);
        Stored stored = Stored.in(lab.stored(), knobs);
        List<Variant> variants = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (int step : steps(knobs.events())) {
            long there = stored.fillUpTo(step);
            Run run = Drive.on(stored.bed(), stored.route())
                    .warmUp(knobs.warmUp(load))
                    .run(load);
            runs.add(run);
            notes.addAll(run.troubles());
            variants.add(new Variant(String.format(Locale.ROOT, "%,d stored", there), "", figures(run, stored.bed())));
        }
        double ratio = runs.getLast().cpuPerWebhook() / runs.getFirst().cpuPerWebhook();
        long lost = stored.lost()
                + runs.stream().mapToLong(run -> run.verification().lost()).sum();
        return new Result(
                name(),
                title(),
                List.of(
                        new Figure(
                                "cpu_ratio",
                                "processor time of a webhook at the end, of that at the beginning",
                                " x",
                                ratio,
                                Target.atMost(1.2)),
                        Figure.count("lost", "lost, of those that were stored before too", lost)),
                variants,
                notes.stream().distinct().toList(),
                lost > 0 || runs.stream().anyMatch(Run::failed));
    }

    /** A hundredth, a tenth, and all. */
    private static List<Integer> steps(int events) {
        return List.of(events / 100, events / 10, events);
    }

    private static List<Figure> figures(Run run, Bed bed) throws IOException {
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure(
                        "cpu_ms_per_webhook", "processor time of the program per webhook", " ms", run.cpuPerWebhook()),
                Figure.millis("ingest_p50_ms", "ingest p50", run.ingest(50)),
                Figure.millis("ingest_p99_ms", "p99", run.ingest(99)),
                Figure.millis("delivery_p50_ms", "received → delivered p50", run.deliveryP50()),
                Figure.millis("delivery_p99_ms", "p99", run.deliveryP99()),
                new Figure("disk_bytes_per_webhook", "on disk per webhook", " bytes", run.diskPerWebhook())));
        figures.add(Run.memory(bed.program()).getFirst());
        return figures;
    }
}
