package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Each webhook to ten destinations. No more are sent than are delivered, so that no backlog builds up. */
final class FanOutScenario implements Scenario {
    private static final int SECONDS = 30;
    private static final int DESTINATIONS = 10;
    private static final int LEAD = 500;

    @Override
    public String name() {
        return "fan-out";
    }

    @Override
    public String title() {
        return "each webhook to 10 destinations, at most 500 webhooks under way";
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        try (Bed bed = lab.bed()) {
            Load load = lab.knobs().load(SECONDS, 0);
            Run run = Drive.on(bed, bed.route("fan-out", DESTINATIONS))
                    .withLead(LEAD)
                    .warmUp(lab.knobs().warmUp(load))
                    .run(load);
            List<Figure> figures = new ArrayList<>(run.figures());
            figures.addAll(Run.memory(bed.program()));
            return new Result(
                    name(),
                    title(),
                    Marks.with(figures, Map.of("delivered_per_s", Target.atLeast(8_000))),
                    List.of(),
                    run.notes(),
                    run.failed());
        }
    }
}
