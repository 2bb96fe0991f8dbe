package io.hookstream.embedded;

import java.time.Duration;

/**
 * When a reader of the log is called after a commit. Who is called less often finds more, and needs less for each.
 *
 * @param atFirst how long after a commit, if the last call was long ago: with all that has been committed by then
 * @param between how much time is between two calls at least, while commits go on
 */
public record Linger(Duration atFirst, Duration between) {

    public static final Linger NONE = new Linger(Duration.ZERO, Duration.ZERO);

    /** @return nanoseconds until the next call */
    long nanos(long sinceLastCall) {
        return Math.max(atFirst.toNanos(), between.toNanos() - sinceLastCall);
    }
}
