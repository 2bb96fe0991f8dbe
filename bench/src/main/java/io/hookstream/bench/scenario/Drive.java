package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Brake;
import io.hookstream.bench.load.Latencies;
import io.hookstream.bench.load.Load;
import io.hookstream.bench.load.LoadGenerator;
import io.hookstream.bench.load.Payload;
import io.hookstream.bench.sink.Receiver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends webhooks on a route, waits until nothing is left to do, and verifies each. */
public final class Drive {
    private static final long STALLED_AFTER_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int ASK_SINK_EVERY_MS = 20;
    /** Asking for the total is work for the program, which the measurement would count. */
    private static final int ASK_PROGRAM_EVERY_MS = 200;

    /** What has arrived is recorded a moment later, and only then there is something to handle. */
    private static final int RECORDED_WITHIN_MS = 1_000;

    private final Bed bed;
    private final Route route;
    /** How many webhooks may be under way; 0 for any number. */
    private int lead;

    private Shown shown;

    /** What is waited for in the read models. */
    public enum Shown {
        /** Every webhook as an event. */
        ANY,
        /** Every webhook as delivered. */
        DELIVERED,
        /** Nothing. */
        NOTHING
    }

    private Drive(Bed bed, Route route) {
        this.bed = bed;
        this.route = route;
        this.shown = route.receivers().isEmpty() ? Shown.ANY : Shown.DELIVERED;
    }

    public static Drive on(Bed bed, Route route) {
        return new Drive(bed, route);
    }

    /** No more than so many webhooks under way at once. */
    public Drive withLead(int most) {
        lead = most;
        return this;
    }

    Drive waitingFor(Shown what) {
        shown = what;
        return this;
    }

    /** The same without figures, until all of it is done. */
    public Drive warmUp(Load load) throws IOException, InterruptedException {
        if (load.seconds() > 0) {
            System.err.println("  warming up for " + load.seconds() + " s");
            run(load);
        }
        return this;
    }

    public Run run(Load load) throws IOException, InterruptedException {
        int first = bed.next();
        for (Receiver receiver : route.receivers()) {
            receiver.begin(first);
        }
        long shownBefore = shown();
        Meter meter = Meter.start(bed);
        Trend trend;
        Latencies visible;
        Load.Sent sent;
        try (Lead brake = lead == 0 ? null : Lead.of(lead, route.receivers());
                Visibility visibility = sampled()) {
            LoadGenerator generator = new LoadGenerator(
                    bed.api().port(),
                    route.path(),
                    load,
                    first,
                    brake == null ? Brake.NONE : brake,
                    visibility == null ? LoadGenerator.Sampler.NONE : visibility);
            Backlog backlog = Backlog.watch(generator, route.receivers(), bed.api());
            try (backlog) {
                sent = generator.run();
            }
            trend = backlog.trend(sent.rate());
            visible = visibility == null ? new Latencies() : visibility.latencies();
        }
        bed.sentUpTo(sent.next());
        int acknowledged = sent.count();
        for (Receiver receiver : route.receivers()) {
            settle(acknowledged, ASK_SINK_EVERY_MS, receiver::count);
        }
        long shownMicros = 0;
        long shownNow = 0;
        if (shown != Shown.NOTHING) {
            shownMicros = handledAll();
            settle(shownBefore + acknowledged, ASK_PROGRAM_EVERY_MS, this::shown);
            shownNow = shown() - shownBefore;
        }
        Meter.Used used = meter.used();
        List<Receiver.Stats> stats = new ArrayList<>();
        for (Receiver receiver : route.receivers()) {
            stats.add(receiver.stats());
        }
        return new Run(
                load,
                sent,
                stats,
                Verification.of(sent.acknowledged(), route.receivers()),
                shownNow,
                shownMicros,
                visible,
                trend,
                used);
    }

    private @Nullable Visibility sampled() {
        return shown == Shown.DELIVERED
                ? Visibility.follow(bed.api(), route.receivers().getLast())
                : null;
    }

    private long shown() throws IOException, InterruptedException {
        return switch (shown) {
            case ANY -> bed.api().shown(null);
            case DELIVERED -> bed.api().shown("delivered");
            case NOTHING -> 0;
        };
    }

    /**
     * Waits until the processors have handled everything; returns since when, in microseconds. The total of a long list
     * tells that webhooks are shown, but may be some seconds old.
     */
    private long handledAll() throws IOException, InterruptedException {
        Count handled = () -> -bed.api().lag();
        long since = settle(0, ASK_PROGRAM_EVERY_MS, handled);
        Thread.sleep(RECORDED_WITHIN_MS);
        return handled.now() == 0 ? since : settle(0, ASK_PROGRAM_EVERY_MS, handled);
    }

    @FunctionalInterface
    private interface Count {
        long now() throws IOException, InterruptedException;
    }

    /** Waits until a count has reached what it must, or has stalled; returns when it last rose, in microseconds. */
    private static long settle(long wanted, int everyMs, Count count) throws IOException, InterruptedException {
        long last = Long.MIN_VALUE;
        long roseNanos = System.nanoTime();
        long roseMicros = Payload.nowMicros();
        while (true) {
            long now = count.now();
            if (now > last) {
                last = now;
                roseNanos = System.nanoTime();
                roseMicros = Payload.nowMicros();
            }
            if (now >= wanted) {
                return roseMicros;
            }
            if (System.nanoTime() - roseNanos > STALLED_AFTER_NANOS) {
                System.err.println("  stalled at " + now + " of " + wanted);
                return roseMicros;
            }
            Thread.sleep(everyMs);
        }
    }
}
