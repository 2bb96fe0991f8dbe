package io.hookstream.bench.scenario;

import io.hookstream.bench.load.Load;
import java.io.IOException;
import java.util.Locale;

/** Brings a program to so many stored events, each of which was received, delivered and verified. */
final class Stored {
    /** So that the sink's and the projections' work is part of the filling, and not left over. */
    private static final int LEAD = 2_000;

    private final Bed bed;
    private final Knobs knobs;
    private final Route route;
    private long lost;

    private Stored(Bed bed, Knobs knobs, Route route) {
        this.bed = bed;
        this.knobs = knobs;
        this.route = route;
    }

    static Stored in(Bed bed, Knobs knobs) throws IOException, InterruptedException {
        return new Stored(bed, knobs, bed.route(bed.name("stored"), 1));
    }

    Bed bed() {
        return bed;
    }

    Route route() {
        return route;
    }

    long lost() {
        return lost;
    }

    /** Returns how many there are now, which is more if there were more already. */
    long fillUpTo(int events) throws IOException, InterruptedException {
        long there = bed.api().shown(null);
        if (there < events) {
            System.err.printf(Locale.ROOT, "  storing %,d events through the API%n", events - there);
            long started = System.nanoTime();
            Run run = Drive.on(bed, route).withLead(LEAD).run(Load.ofCount(knobs.clients(), knobs.size(), (int)
                    (events - there)));
            lost += run.verification().lost();
            there = bed.api().shown(null);
            System.err.printf(
                    Locale.ROOT, "  %,d are stored, after %.0f s%n", there, (System.nanoTime() - started) / 1e9);
        }
        return there;
    }
}
