package io.hookstream.api.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** So many requests of each caller in a minute, which begins with the first. Of the callers it knows the latest ones. */
final class Limit {

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MAX_CALLERS = 100_000;

    /** How a caller stands after a request. */
    record Standing(boolean allowed, long limit, long remaining, Duration untilReset) {}

    /** @param began in nanoseconds; one minute follows the other from then on */
    private record Window(int limit, long began, Bucket bucket) {}

    private final LoadingCache<String, Window> windows;
    private final ToIntFunction<String> perMinute;
    private final TimeMeter time;

    /** @param perMinute of a caller; 0 is no limit */
    Limit(ToIntFunction<String> perMinute, TimeMeter time) {
        this.perMinute = perMinute;
        this.time = time;
        windows = Caffeine.newBuilder()
                .maximumSize(MAX_CALLERS)
                .expireAfterAccess(WINDOW.multipliedBy(2))
                .build(this::window);
    }

    /** Null if there is no limit. */
    @Nullable
    Standing take(String caller) {
        Window window = windows.get(caller);
        if (window == null || window.limit == 0) {
            return null;
        }
        ConsumptionProbe probe = window.bucket.tryConsumeAndReturnRemaining(1);
        return new Standing(
                probe.isConsumed(),
                window.limit,
                probe.getRemainingTokens(),
                Duration.ofNanos(
                        WINDOW.toNanos() - Math.floorMod(time.currentTimeNanos() - window.began, WINDOW.toNanos())));
    }

    void giveBack(String caller) {
        Window window = windows.getIfPresent(caller);
        if (window != null && window.limit > 0) {
            window.bucket.addTokens(1);
        }
    }

    private Window window(String caller) {
        int limit = perMinute.applyAsInt(caller);
        // A bucket has room for one at least; of no limit none is asked.
        int capacity = Math.max(limit, 1);
        return new Window(
                limit,
                time.currentTimeNanos(),
                Bucket.builder()
                        .addLimit(bucket -> bucket.capacity(capacity).refillIntervally(capacity, WINDOW))
                        .withCustomTimePrecision(time)
                        .build());
    }
}
