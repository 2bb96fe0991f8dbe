package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From ingest to delivered and visible, as fast as the clients are answered. */
final class PipelineScenario implements Scenario {
    private static final int SECONDS = 60;

    @Override
    public String name() {
        return "pipeline";
    }

    @Override
    public String title() {
        return "ingest → delivered → visible, one connection with one filter, sustained";
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        try (Bed bed = lab.bed()) {
            Load load = lab.knobs().load(SECONDS, 0);
            Run run = Drive.on(bed, bed.route("pipeline", 1))
                    .warmUp(lab.knobs().warmUp(load))
                    .run(load);
            List<Figure> figures = new ArrayList<>(run.figures());
            figures.addAll(Run.memory(bed.program()));
            List<String> notes = new ArrayList<>(run.notes());
            notes.add(run.trend().sentence());
            return new Result(
                    name(),
                    title(),
                    Marks.with(figures, Map.of("visible_per_s", Target.atLeast(2_000))),
                    List.of(),
                    notes,
                    run.failed());
        }
    }
}
