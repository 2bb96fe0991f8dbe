package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From ingest to delivered and visible, over one connection with one filter.
 *
 * @param perSecond webhooks of all clients together; 0 for as many as are answered
 * @param targets by the figure's name
 */
record SustainedScenario(String name, String title, int perSecond, Map<String, Target> targets) implements Scenario {
    private static final int SECONDS = 60;

    /** As fast as the clients are answered. */
    static final Scenario PIPELINE = new SustainedScenario(
            "pipeline",
            "ingest → delivered → visible, one connection with one filter, sustained",
            0,
            Map.of("visible_per_s", Target.atLeast(2_000)));

    /** A load that leaves room: what matters is how long a webhook takes. */
    static final Scenario STEADY = new SustainedScenario(
            "steady",
            "a steady 500/s of all clients together",
            500,
            Map.of("delivery_p50_ms", Target.atMost(15), "delivery_p99_ms", Target.atMost(100)));

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        try (Bed bed = lab.bed()) {
            Load load = lab.knobs().load(SECONDS, perSecond);
            Run run = Drive.on(bed, bed.route(name, 1))
                    .warmUp(lab.knobs().warmUp(load))
                    .run(load);
            List<Figure> figures = new ArrayList<>(run.figures());
            figures.addAll(Run.memory(bed.program()));
            List<String> notes = new ArrayList<>(run.notes());
            notes.add(run.trend().sentence());
            return new Result(name, title, Marks.with(figures, targets), List.of(), notes, run.failed());
        }
    }
}
