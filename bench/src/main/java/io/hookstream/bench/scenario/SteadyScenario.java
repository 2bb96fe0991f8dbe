package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A load that leaves room: what matters is how long a webhook takes. */
final class SteadyScenario implements Scenario {
    private static final int SECONDS = 60;
    private static final int PER_SECOND = 500;

    @Override
    public String name() {
        return "steady";
    }

    @Override
    public String title() {
        return "a steady 500/s of all clients together";
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        try (Bed bed = lab.bed()) {
            Load load = lab.knobs().load(SECONDS, PER_SECOND);
            Run run = Drive.on(bed, bed.route("steady", 1))
                    .warmUp(lab.knobs().warmUp(load))
                    .run(load);
            List<Figure> figures = new ArrayList<>(run.figures());
            figures.addAll(Run.memory(bed.program()));
            List<String> notes = new ArrayList<>(run.notes());
            notes.add(run.trend().sentence());
            return new Result(
                    name(),
                    title(),
                    Marks.with(
                            figures,
                            Map.of("delivery_p50_ms", Target.atMost(15), "delivery_p99_ms", Target.atMost(100))),
                    List.of(),
                    notes,
                    run.failed());
        }
    }
}
