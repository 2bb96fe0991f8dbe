package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Latencies;
import io.hookstream.bench.load.Load;
import io.hookstream.bench.program.GcLog;
import io.hookstream.bench.program.Program;
import io.hookstream.bench.report.Figure;
import io.hookstream.bench.sink.Receiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of a drive. Rates are over the time from the first webhook until the last was acknowledged, had arrived or was
 * shown, so that a backlog at the end lowers them.
 *
 * @param stats of each place where all webhooks must arrive
 * @param shown how many more events are shown than before
 * @param shownMicros when that last rose, in microseconds since 1970
 * @param visible microseconds from the sink to the API, of a sample
 */
record Run(
        Load load,
        Load.Sent sent,
        List<Receiver.Stats> stats,
        Verification verification,
        long shown,
        long shownMicros,
        Latencies visible,
        Trend trend,
        Meter.Used used) {
    private static final double MICROS_PER_MS = 1e3;
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double RATE_TOLERANCE = 0.01;

    double acknowledgedRate() {
        return sent.rate();
    }

    /** Deliveries per second, to all places together. */
    double deliveredRate() {
        long all = stats.stream().mapToLong(Receiver.Stats::unique).sum();
        long last = stats.stream().mapToLong(Receiver.Stats::lastMicros).max().orElse(0);
        return rate(all, last);
    }

    double visibleRate() {
        return rate(Math.min(shown, sent.count()), shownMicros);
    }

    private double rate(long count, long untilMicros) {
        return untilMicros <= sent.startMicros() ? 0 : count * MICROS_PER_SECOND / (untilMicros - sent.startMicros());
    }

    /** Milliseconds from when a webhook was due until it arrived; of the slowest place. */
    double deliveryP50() {
        return stats.stream().mapToLong(Receiver.Stats::p50).max().orElse(0) / MICROS_PER_MS;
    }

    double deliveryP99() {
        return stats.stream().mapToLong(Receiver.Stats::p99).max().orElse(0) / MICROS_PER_MS;
    }

    double ingest(double percent) {
        return sent.latencies().percentile(percent) / MICROS_PER_MS;
    }

    /** Milliseconds of the program's processor time for each webhook. */
    double cpuPerWebhook() {
        return sent.count() == 0 ? 0 : used.program() * 1e3 / sent.count();
    }

    double diskPerWebhook() {
        return sent.count() == 0 ? 0 : (double) used.disk() / sent.count();
    }

    /** Nothing acknowledged is lost, and there was something. */
    boolean failed() {
        return verification.lost() > 0 || sent.count() == 0;
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(ingested());
        if (!stats.isEmpty()) {
            figures.addAll(delivered());
        }
        if (shown > 0) {
            figures.add(
                    Figure.rate("visible_per_s", stats.isEmpty() ? "visible" : "delivered and visible", visibleRate()));
        }
        if (visible.count() > 0) {
            figures.add(
                    Figure.millis("visible_p50_ms", "delivered → visible p50", visible.percentile(50) / MICROS_PER_MS));
            figures.add(
                    Figure.millis("visible_p99_ms", "delivered → visible p99", visible.percentile(99) / MICROS_PER_MS));
        }
        figures.addAll(verified());
        figures.addAll(cost());
        return figures;
    }

    private List<Figure> ingested() {
        return List.of(
                Figure.count("acknowledged", "webhooks acknowledged", sent.count()),
                Figure.rate("acknowledged_per_s", "acknowledged and durable", acknowledgedRate()),
                Figure.millis("ingest_p50_ms", "ingest p50", ingest(50)),
                Figure.millis("ingest_p99_ms", "ingest p99", ingest(99)));
    }

    private List<Figure> delivered() {
        return List.of(
                Figure.rate("delivered_per_s", "delivered", deliveredRate()),
                Figure.millis("delivery_p50_ms", "received → delivered p50", deliveryP50()),
                Figure.millis("delivery_p99_ms", "received → delivered p99", deliveryP99()));
    }

    List<Figure> verified() {
        return List.of(
                Figure.count("lost", "lost", verification.lost()),
                Figure.count("duplicates", "delivered again", verification.duplicates()),
                Figure.count("failures", "not acknowledged", tried() - sent.count()));
    }

    /** Webhooks that were sent, acknowledged or not. */
    private long tried() {
        return sent.count()
                + sent.failures().values().stream().mapToLong(Integer::intValue).sum();
    }

    private List<Figure> cost() {
        return List.of(
                new Figure("cpu_program_s", "processor time of the program", " s", used.program()),
                new Figure("cpu_load_s", "of the load generator and what watches", " s", used.load()),
                new Figure("cpu_sink_s", "of the sink", " s", used.sink()),
                new Figure("cpu_others_percent", "of all that, not the program's", " %", used.othersPercent()),
                new Figure("cpu_ms_per_webhook", "of the program, for each webhook", " ms", cpuPerWebhook()),
                new Figure("disk_bytes_per_webhook", "on disk for each webhook", " bytes", diskPerWebhook()));
    }

    /** Of the program's whole life so far; makes a full collection. */
    static List<Figure> memory(Program program) throws IOException {
        GcLog collections = program.gcLog();
        double live = program.liveHeapMib();
        return List.of(
                Figure.mib("heap_live_mib", "heap in use after a full collection", live),
                Figure.mib(
                        "heap_after_gc_mib", "most that a collection left, old garbage too", collections.mostAfter()),
                Figure.mib("rss_peak_mib", "most memory of the process", program.residentPeakMib()));
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>(troubles());
        if (visible.count() > 0) {
            notes.add("Delivered → visible is of a sample, its size being " + visible.count() + ".");
        }
        return notes;
    }

    /** What went otherwise than it was meant to. */
    List<String> troubles() {
        List<String> notes = new ArrayList<>();
        if (!sent.failures().isEmpty()) {
            notes.add("Not acknowledged: " + told(sent.failures()) + ".");
        }
        if (tried() < (1 - RATE_TOLERANCE) * load.perSecond() * load.seconds()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "**The rate was not kept**: no client was free for %,d of %,d webhooks that were due.",
                    (long) load.perSecond() * load.seconds() - tried(),
                    (long) load.perSecond() * load.seconds()));
        }
        if (verification.unacknowledged() > 0) {
            notes.add(verification.unacknowledged() + " arrived although they were not acknowledged.");
        }
        return notes;
    }

    private static String told(Map<String, Integer> failures) {
        return String.join(
                ", ",
                failures.entrySet().stream()
                        .map(failure -> failure.getValue() + " x " + failure.getKey())
                        .toList());
    }
}
