package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import io.hookstream.bench.program.GcLog;
import io.hookstream.bench.program.Program;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.report.Result;
import io.hookstream.bench.report.Target;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The heap when nothing happens, and under the heaviest load there is. */
final class MemoryScenario implements Scenario {
    private static final int SECONDS = 60;
    private static final int IDLE_SECONDS = 5;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String title() {
        return "heap at idle, and under load as fast as clients are answered";
    }

    @Override
    public Result run(Lab lab) throws IOException, InterruptedException {
        try (Bed bed = lab.bed()) {
            Program program = bed.program();
            Route route = bed.route("memory", 1);
            TimeUnit.SECONDS.sleep(IDLE_SECONDS);
            double idle = program.liveHeapMib();
            double idleResident = program.residentPeakMib();
            Load load = lab.knobs().load(SECONDS, 0);
            Run run = Drive.on(bed, route).run(load);
            GcLog collections = program.gcLog();
            double after = program.liveHeapMib();
            return new Result(
                    name(),
                    title(),
                    List.of(
                            Figure.mib("idle_live_mib", "at idle: heap in use after a full collection", idle)
                                    .with(Target.atMost(256)),
                            Figure.mib("idle_rss_mib", "at idle: most memory of the process", idleResident),
                            Figure.mib(
                                            "load_heap_mib",
                                            "under load: most heap in use before a collection",
                                            collections.mostBefore())
                                    .with(Target.atMost(1_024)),
                            Figure.mib(
                                    "load_after_gc_mib",
                                    "under load: most that a collection left",
                                    collections.mostAfter()),
                            Figure.mib("load_live_mib", "after the load: heap in use after a full collection", after),
                            Figure.mib(
                                    "rss_peak_mib",
                                    "under load: most memory of the process",
                                    program.residentPeakMib()),
                            Figure.count("collections", "collections", collections.collections()),
                            Figure.rate("visible_per_s", "delivered and visible meanwhile", run.visibleRate()),
                            Figure.count("lost", "lost", run.verification().lost()),
                            Figure.count(
                                    "duplicates",
                                    "delivered again",
                                    run.verification().duplicates())),
                    List.of(),
                    run.troubles(),
                    run.failed());
        }
    }
}
