package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Target;
import io.hookstream.bench.sink.Receiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Four destinations of one source, of which the last hangs in the second half: what do the others notice? */
final class HangingScenario implements Scenario {
    private static final int SECONDS = 40;
    private static final int PER_SECOND = 100;
    private static final int DESTINATIONS = 4;

    @Override
    public String name() {
        return "hanging";
    }

    @Override
    public String title() {
        return "one of 4 destinations hangs for 30 s per request, 100 webhooks/s";
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        try (Bed bed = lab.bed()) {
            Load load = lab.knobs().load(SECONDS, PER_SECOND);
            Route all = bed.route("hanging", DESTINATIONS);
            Run before = Drive.on(bed, all)
                    .waitingFor(Drive.Shown.NOTHING)
                    .warmUp(lab.knobs().warmUp(load))
                    .run(load);
            bed.sink().hang("hanging-" + (DESTINATIONS - 1));
            List<Receiver> others = all.receivers().subList(0, DESTINATIONS - 1);
            Run during = Drive.on(bed, new Route(all.source(), others))
                    .waitingFor(Drive.Shown.NOTHING)
                    .run(load);
            double ratio = before.deliveryP99() == 0 ? 0 : during.deliveryP99() / before.deliveryP99();
            List<Figure> figures = new ArrayList<>(List.of(
                    Figure.millis("baseline_p50_ms", "baseline: received → delivered p50", before.deliveryP50()),
                    Figure.millis("baseline_p99_ms", "baseline: received → delivered p99", before.deliveryP99()),
                    Figure.millis("others_p50_ms", "the others while one hangs: p50", during.deliveryP50()),
                    Figure.millis("others_p99_ms", "the others while one hangs: p99", during.deliveryP99()),
                    new Figure("p99_ratio", "p99, of the baseline's", " x", ratio, Target.atMost(2)),
                    Figure.rate("delivered_per_s", "delivered to the others", during.deliveredRate()),
                    Figure.count(
                            "lost",
                            "lost",
                            before.verification().lost() + during.verification().lost()),
                    Figure.count(
                            "duplicates",
                            "delivered again",
                            before.verification().duplicates()
                                    + during.verification().duplicates())));
            List<String> notes = new ArrayList<>();
            before.troubles().forEach(note -> notes.add("Baseline: " + note));
            during.troubles().forEach(note -> notes.add("While one hangs: " + note));
            notes.add("Of the slowest of each; the one that hangs is verified in the baseline only.");
            return new Result(name(), title(), figures, List.of(), notes, before.failed() || during.failed());
        }
    }
}
