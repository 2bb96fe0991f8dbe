package io.hookstream.messages.metrics;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How long a bucket is. Buckets begin where the clock's minutes, hours and days do, in UTC. */
public enum Grain {
    MINUTE(ChronoUnit.MINUTES),
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS);

    private final ChronoUnit unit;

    Grain(ChronoUnit unit) {
        this.unit = unit;
    }

    /** As it is stored and shown, such as {@code hour}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where the bucket begins that this time is in. */
    public Instant floor(Instant time) {
        return time.truncatedTo(unit);
    }

    /** Where the next bucket begins, or this time if one begins just there. */
    public Instant ceil(Instant time) {
        Instant floor = floor(time);
        return floor.equals(time) ? time : floor.plus(1, unit);
    }

    /** How many buckets a range touches. */
    public long buckets(Instant from, Instant until) {
        return unit.between(floor(from), ceil(until));
    }
}
