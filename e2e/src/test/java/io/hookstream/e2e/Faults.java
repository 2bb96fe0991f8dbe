package io.hookstream.e2e;

import java.util.Random;

/** How long the fault scenarios take: a short form for every build, and a full one with {@code -Pfaults}. */
final class Faults {
    static final boolean FULL = "full".equals(System.getProperty("hookstream.faults"));

    private Faults() {}

    static <T> T either(T shortForm, T full) {
        return FULL ? full : shortForm;
    }

    /** Another one in each run, printed so that {@code -Dhookstream.faults.seed} can repeat it. */
    static Random random() {
        long seed = Long.getLong("hookstream.faults.seed", System.nanoTime());
        System.out.println("Seed " + seed);
        return new Random(seed);
    }
}
