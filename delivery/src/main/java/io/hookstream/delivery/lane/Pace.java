package io.hookstream.delivery.lane;

import org.jspecify.annotations.Nullable;

/**
 * Spaces the beginnings of deliveries evenly, by the generic cell rate algorithm. What a timer was late by is made up
 * for, up to a small burst. Guarded by its lane.
 */
final class Pace {

    private static final long SECOND = 1_000_000_000L;
    private static final long BURST = 20_000_000L;

    private boolean begun;

    /** Before this, by the clock that the callers read, no delivery may begin. */
    private long next;

    /**
     * Takes a turn, if there is one.
     *
     * @param perSecond null if there is no limit
     * @param now in nanoseconds of a clock that only moves forward
     * @return 0 if the turn is taken, otherwise how many nanoseconds until there is one
     */
    long take(@Nullable Integer perSecond, long now) {
        if (perSecond == null) {
            return 0;
        }
        if (!begun) {
            begun = true;
            next = now;
        }
        if (next - now > 0) {
            return next - now;
        }
        next = (now - next > BURST ? now - BURST : next) + SECOND / perSecond;
        return 0;
    }
}
