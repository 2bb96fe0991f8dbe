package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user sets of a destination.
 *
 * @param name for people
 * @param slug as a source's
 * @param type {@code http}
 * @param config where and how it is called
 * @param enabled false leaves its connections in place and delivers nothing new; default true
 * @param retryMaxAttempts retries after the first attempt, 0 to 10; default 5
 * @param retryBackoffType exponential, linear or fixed
 * @param retryIntervals seconds
 * @param maxConcurrency deliveries in flight at once, 1 to 256; default 16
 */
public record DestinationSettings(
        @Nullable String name,
        @Nullable String slug,
        @Nullable String type,
        @Nullable HttpConfig config,
        @Nullable Boolean enabled,
        @Nullable Integer retryMaxAttempts,
        @Nullable String retryBackoffType,
        @Nullable List<Integer> retryIntervals,
        @Nullable Integer maxConcurrency) {

    public static final int DEFAULT_CONCURRENCY = 16;
    private static final Set<String> BACKOFFS = Set.of("exponential", "linear", "fixed");
    private static final List<Integer> DEFAULT_INTERVALS = List.of(30, 300, 1800, 7200, 86400);
    private static final int MAX_INTERVAL_SECONDS = 7 * 86400;

    /** @throws Refused naming the field that is missing or wrong */
    public DestinationSettings checked(String id) {
        String checkedName = Check.name(name);
        if (type != null && !type.equals("http")) {
            throw Refused.invalid("type: must be http; was " + type);
        }
        String backoff = retryBackoffType == null ? "exponential" : retryBackoffType;
        if (!BACKOFFS.contains(backoff)) {
            throw Refused.invalid("retry_backoff_type: must be exponential, linear or fixed; was " + backoff);
        }
        List<Integer> intervals = retryIntervals == null ? DEFAULT_INTERVALS : retryIntervals;
        if (intervals.isEmpty() || intervals.size() > 10) {
            throw Refused.invalid("retry_intervals: must hold 1 to 10 intervals");
        }
        for (Integer seconds : intervals) {
            Check.between(Check.required(seconds, "retry_intervals"), 1, MAX_INTERVAL_SECONDS, 0, "retry_intervals");
        }
        return new DestinationSettings(
                checkedName,
                Check.slug(slug, checkedName, id),
                "http",
                (config == null ? new HttpConfig(null, null, null, null) : config).checked(),
                enabled == null || enabled,
                Check.between(retryMaxAttempts, 0, 10, 5, "retry_max_attempts"),
                backoff,
                intervals,
                Check.between(maxConcurrency, 1, 256, DEFAULT_CONCURRENCY, "max_concurrency"));
    }
}
