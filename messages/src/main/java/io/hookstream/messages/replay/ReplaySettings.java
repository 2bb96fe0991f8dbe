package io.hookstream.messages.replay;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a user asks to be replayed.
 *
 * @param destinationId where the events go
 * @param sourceId whose events; all sources' if absent
 * @param from received at this time or later
 * @param to received before this time, and before the replay began
 * @param rateLimit events per second, 1 to 100; default 10
 * @param maxEvents at most so many, the oldest, 1 to 10,000; default 1000
 * @param config one of {@link ReplayConfig}; default now
 */
public record ReplaySettings(
        @Nullable String destinationId,
        @Nullable String sourceId,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Integer rateLimit,
        @Nullable Integer maxEvents,
        @Nullable String config) {

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int MAX_RATE = 100;
    private static final int DEFAULT_RATE = 10;
    private static final int MAX_EVENTS = 10_000;
    private static final int DEFAULT_EVENTS = 1000;

    /** @throws Refused naming the field that is missing or wrong */
    public ReplaySettings checked() {
        String checkedDestination = Check.required(destinationId, "destination_id");
        Instant checkedFrom = time(from, "from");
        Instant checkedTo = time(to, "to");
        if (!checkedFrom.isBefore(checkedTo)) {
            throw Refused.invalid("from: must be before to, which is " + checkedTo + "; was " + checkedFrom);
        }
        if (config != null && !ReplayConfig.ALL.contains(config)) {
            throw Refused.invalid("config: must be now or then; was " + config);
        }
        return new ReplaySettings(
                checkedDestination,
                sourceId,
                checkedFrom,
                checkedTo,
                Check.between(rateLimit, 1, MAX_RATE, DEFAULT_RATE, "rate_limit"),
                Check.between(maxEvents, 1, MAX_EVENTS, DEFAULT_EVENTS, "max_events"),
                config == null ? ReplayConfig.NOW : config);
    }

    /** Within what every store can hold. */
    private static Instant time(@Nullable Instant time, String field) {
        Instant given = Check.required(time, field);
        if (given.isBefore(Instant.EPOCH) || given.isAfter(LAST)) {
            throw Refused.invalid(field + ": must be in the years 1970 to 9999; was " + given);
        }
        return given;
    }
}
