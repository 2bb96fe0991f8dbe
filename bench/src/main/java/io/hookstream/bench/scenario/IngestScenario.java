package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Acknowledged and durable only: a source without a connection. That none is lost, the program's own count shows. */
final class IngestScenario implements Scenario {
    private static final int SECONDS = 30;

    @Override
    public String name() {
        return "ingest";
    }

    @Override
    public String title() {
        return "acknowledged and durable, no connection";
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        try (Bed bed = lab.bed()) {
            Load load = lab.knobs().load(SECONDS, 0);
            Run run = Drive.on(bed, bed.route("ingest", 0))
                    .warmUp(lab.knobs().warmUp(load))
                    .run(load);
            List<Figure> figures = new ArrayList<>(run.figures());
            // There is no sink to ask; but what the log has the read model must show.
            long missing = Math.max(0, run.sent().count() - run.shown());
            figures.replaceAll(figure -> figure.key().equals("lost")
                    ? Figure.count("lost", "acknowledged and never shown", missing)
                    : figure);
            figures.removeIf(figure -> figure.key().equals("duplicates"));
            figures.addAll(Run.memory(bed.program()));
            return new Result(
                    name(),
                    title(),
                    Marks.with(figures, Map.of("acknowledged_per_s", Target.atLeast(5_000))),
                    List.of(),
                    run.notes(),
                    run.failed() || missing > 0);
        }
    }
}
