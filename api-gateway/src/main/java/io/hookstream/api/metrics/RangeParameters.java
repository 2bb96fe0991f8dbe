package io.hookstream.api.metrics;

import io.hookstream.api.ApiException;
import io.hookstream.api.Iso;
import io.hookstream.messages.metrics.Grain;
import io.hookstream.messages.metrics.MetricsQuery.Range;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Over what time metrics are asked for, and in which buckets. Each has two names; only one of them may be given. */
record RangeParameters(
        @Parameter(description = "ISO 8601 start time; 24 hours before the end if absent") @Nullable
        String after,

        @Parameter(description = "The same as after") @Nullable
        String start,

        @Parameter(description = "ISO 8601 end time; now if absent") @Nullable
        String before,

        @Parameter(description = "The same as before") @Nullable
        String end,

        @Parameter(description = "hour, for at most 31 days, or day, for at most 366; hour if absent") @Nullable
        String granularity,

        @Parameter(description = "The same as granularity") @Nullable
        String interval) {

    private static final Duration DEFAULT = Duration.ofDays(1);

    /** A range may begin and end within a bucket. */
    private static final Map<Grain, Integer> MAX_BUCKETS = Map.of(Grain.HOUR, 31 * 24 + 1, Grain.DAY, 366 + 1);

    Range range(Instant now) {
        Instant until = Iso.parse(one(before, "before", end, "end"), before == null ? "end" : "before");
        Instant last = until == null ? now : until;
        Instant from = Iso.parse(one(after, "after", start, "start"), after == null ? "start" : "after");
        Instant first = from == null ? last.minus(DEFAULT) : from;
        if (!first.isBefore(last)) {
            throw ApiException.badRequest("after: must be earlier than before");
        }
        Grain grain = grain(one(granularity, "granularity", interval, "interval"));
        if (grain.buckets(first, last) > MAX_BUCKETS.getOrDefault(grain, 0)) {
            throw ApiException.badRequest(
                    "after: must be at most 31 days before the end by hours, and 366 days by days");
        }
        return new Range(first, last, grain, now);
    }

    private Grain grain(@Nullable String text) {
        if (text == null || text.equals(Grain.HOUR.text())) {
            return Grain.HOUR;
        }
        if (text.equals(Grain.DAY.text())) {
            return Grain.DAY;
        }
        throw ApiException.badRequest(
                (granularity == null ? "interval" : "granularity") + ": must be hour or day; was " + text);
    }

    private static @Nullable String one(@Nullable String value, String name, @Nullable String other, String otherName) {
        if (value != null && other != null) {
            throw ApiException.badRequest(otherName + ": is the same as " + name + ", and only one may be given");
        }
        return value == null ? other : value;
    }
}
