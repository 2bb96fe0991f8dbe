package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user sets of a destination.
 *
 * @param name for people
 * @param slug as a source's
 * @param type a label of {@link DestinationType}; default http
 * @param config where and how it is reached
 * @param enabled false leaves its connections in place and delivers nothing new; default true
 * @param retryMaxAttempts retries after the first attempt, 0 to 10; default 5
 * @param retryBackoffType exponential, linear or fixed
 * @param retryIntervals seconds
 * @param maxConcurrency deliveries in flight at once, 1 to 256; default 16
 * @param retryJitter how much later than due a retry may be, as a part of its delay, 0 to 1; default 0
 * @param rateLimit deliveries begun per second, 1 to 10,000; no limit if absent
 * @param ordered strictly in the order of arrival: one at a time, and one that fails holds those behind it until it is
 *     delivered or dead; default false
 * @param circuitFailureThreshold failures in a row that open the circuit, 1 to 1,000; default 5
 * @param circuitCooldownSeconds how long an open circuit waits before a probe, 1 to 86,400; default 60
 * @param signingConfig how its deliveries are signed; they are not if absent
 */
public record DestinationSettings(
        @Nullable String name,
        @Nullable String slug,
        @Nullable String type,
        @Nullable DestinationConfig config,
        @Nullable Boolean enabled,
        @Nullable Integer retryMaxAttempts,
        @Nullable String retryBackoffType,
        @Nullable List<Integer> retryIntervals,
        @Nullable Integer maxConcurrency,
        @Nullable Double retryJitter,
        @Nullable Integer rateLimit,
        @Nullable Boolean ordered,
        @Nullable Integer circuitFailureThreshold,
        @Nullable Integer circuitCooldownSeconds,
        @Nullable SigningConfig signingConfig) {

    public static final int DEFAULT_CONCURRENCY = 16;
    public static final int DEFAULT_CIRCUIT_THRESHOLD = 5;
    public static final int DEFAULT_CIRCUIT_COOLDOWN = 60;
    private static final int MAX_RATE = 10_000;
    private static final int MAX_CIRCUIT_THRESHOLD = 1000;
    private static final int MAX_CIRCUIT_COOLDOWN = 86_400;
    private static final int MAX_INTERVAL_SECONDS = 7 * 86400;

    /** @throws Refused naming the field that is missing or wrong */
    public DestinationSettings checked(String id) {
        String checkedName = Check.name(name);
        String backoff = retryBackoffType == null ? RetryPolicy.EXPONENTIAL : retryBackoffType;
        if (!RetryPolicy.BACKOFFS.contains(backoff)) {
            throw Refused.invalid("retry_backoff_type: must be exponential, linear or fixed; was " + backoff);
        }
        List<Integer> intervals = retryIntervals == null ? RetryPolicy.DEFAULT_INTERVALS : retryIntervals;
        if (intervals.isEmpty() || intervals.size() > 10) {
            throw Refused.invalid("retry_intervals: must hold 1 to 10 intervals");
        }
        for (Integer seconds : intervals) {
            Check.between(Check.required(seconds, "retry_intervals"), 1, MAX_INTERVAL_SECONDS, 0, "retry_intervals");
        }
        String kind = DestinationType.of(type).label();
        // Of what is sent without a configuration, the first field that is missing is named.
        DestinationConfig given = config == null && kind.equals(HttpConfig.TYPE) ? HttpConfig.EMPTY : config;
        DestinationConfig checkedConfig = Check.required(given, "config").checked();
        if (!checkedConfig.kind().equals(kind)) {
            throw Refused.invalid("type: must be " + checkedConfig.kind() + " as config is; was " + kind);
        }
        return new DestinationSettings(
                checkedName,
                Check.slug(slug, checkedName, id),
                kind,
                checkedConfig,
                enabled == null || enabled,
                Check.between(retryMaxAttempts, 0, 10, 5, "retry_max_attempts"),
                backoff,
                intervals,
                Check.between(maxConcurrency, 1, 256, DEFAULT_CONCURRENCY, "max_concurrency"),
                checkedJitter(),
                rateLimit == null ? null : Check.between(rateLimit, 1, MAX_RATE, 1, "rate_limit"),
                ordered != null && ordered,
                Check.between(
                        circuitFailureThreshold,
                        1,
                        MAX_CIRCUIT_THRESHOLD,
                        DEFAULT_CIRCUIT_THRESHOLD,
                        "circuit_failure_threshold"),
                Check.between(
                        circuitCooldownSeconds,
                        1,
                        MAX_CIRCUIT_COOLDOWN,
                        DEFAULT_CIRCUIT_COOLDOWN,
                        "circuit_cooldown_seconds"),
                checkedSigning(checkedConfig));
    }

    private @Nullable SigningConfig checkedSigning(DestinationConfig reached) {
        if (signingConfig == null) {
            return null;
        }
        if (!(reached instanceof HttpConfig http)) {
            throw Refused.invalid("signing_config: only deliveries over HTTP are signed, not to " + reached.kind());
        }
        return signingConfig.checked(http.headerNames());
    }

    private double checkedJitter() {
        double jitter = retryJitter == null ? 0 : retryJitter;
        if (!(jitter >= 0 && jitter <= 1)) {
            throw Refused.invalid("retry_jitter: must be between 0 and 1; was " + jitter);
        }
        return jitter;
    }
}
