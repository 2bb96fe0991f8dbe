package io.hookstream.e2e;

import java.time.Duration;
import java.util.Random;

/**
 * How long the fault scenarios take, and how exact they are: a short form for every build, on any machine, and a full one
 * with {@code -Pfaults}, on a machine that nobody else uses.
 */
final class Faults {
    static final boolean FULL = "full".equals(System.getProperty("hookstream.faults"));

    /**
     * What a machine whose processors others use may add to a time; less than what is held by something slow would take.
     */
    private static final Duration SHARED_MACHINE = Duration.ofSeconds(4);

    private Faults() {}

    static <T> T either(T shortForm, T full) {
        return FULL ? full : shortForm;
    }

    static Duration limit(Duration alone) {
        return FULL ? alone : alone.plus(SHARED_MACHINE);
    }

    /** Another one in each run, printed so that {@code -Dhookstream.faults.seed} can repeat it. */
    static Random random() {
        long seed = Long.getLong("hookstream.faults.seed", System.nanoTime());
        System.out.println("Seed " + seed);
        return new Random(seed);
    }
}
