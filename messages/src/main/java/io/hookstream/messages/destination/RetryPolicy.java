package io.hookstream.messages.destination;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * When a failed delivery is tried again.
 *
 * @param maxAttempts retries after the first attempt
 * @param backoffType one of {@link #BACKOFFS}
 * @param intervals seconds, at least one
 * @param jitter how much longer than that a delay may be, as a part of it, 0 to 1
 */
public record RetryPolicy(int maxAttempts, String backoffType, List<Integer> intervals, double jitter) {

    /** Each retry waits for the next interval, and for the last one once there are no more. */
    public static final String EXPONENTIAL = "exponential";

    /** The first interval times the retry's number. */
    public static final String LINEAR = "linear";

    /** Always the first interval. */
    public static final String FIXED = "fixed";

    public static final Set<String> BACKOFFS = Set.of(EXPONENTIAL, LINEAR, FIXED);
    public static final List<Integer> DEFAULT_INTERVALS = List.of(30, 300, 1800, 7200, 86400);
    public static final int DEFAULT_MAX_ATTEMPTS = 5;

    /** What fails is dead. */
    public static final RetryPolicy NONE = new RetryPolicy(0, FIXED, List.of(1), 0);

    /** What fails is looked at again without a pause. */
    public static final RetryPolicy AT_ONCE = new RetryPolicy(Integer.MAX_VALUE, FIXED, List.of(0), 0);

    private static final int SHADES = 1 << 16;

    public static RetryPolicy of(DestinationSettings settings) {
        return new RetryPolicy(
                Objects.requireNonNullElse(settings.retryMaxAttempts(), DEFAULT_MAX_ATTEMPTS),
                Objects.requireNonNullElse(settings.retryBackoffType(), EXPONENTIAL),
                Objects.requireNonNullElse(settings.retryIntervals(), DEFAULT_INTERVALS),
                Objects.requireNonNullElse(settings.retryJitter(), 0.0));
    }

    /**
     * How long a retry waits after the failure before it.
     *
     * @param retry 1 for the first
     * @param delivery whose retries share one spread: the same question has the same answer
     */
    public Duration delay(int retry, String delivery) {
        long seconds = switch (backoffType) {
            case LINEAR -> (long) intervals.getFirst() * retry;
            case FIXED -> intervals.getFirst();
            default -> intervals.get(Math.min(retry, intervals.size()) - 1);
        };
        double spread = (double) Math.floorMod(Objects.hash(delivery, retry), SHADES) / SHADES;
        return Duration.ofMillis(Math.round(seconds * 1000 * (1 + jitter * spread)));
    }
}
