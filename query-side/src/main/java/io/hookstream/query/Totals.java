package io.hookstream.query;

import io.hookstream.messages.RecentlyUsed;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.bson.BsonDocument;
import reactor.core.publisher.Mono;

/**
 * How many documents there are of what lists ask for. Counting takes the longer the more there are, so many are not
 * counted for each page: the total of a large list is one of the last few seconds, and counted again beside the answer.
 */
final class Totals {

    static final long LARGE = 10_000;

    /** What is older is counted again. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** What is older is not told any more. */
    static final Duration KEPT = Duration.ofMinutes(1);

    private static final int MOST = 1000;

    private final RecentlyUsed<Asked, Total> known = new RecentlyUsed<>(MOST, total -> 1);
    private final LongSupplier nanos;

    record Asked(String collection, BsonDocument filter) {}

    /** @param recounting by the first that finds it old */
    private record Total(long count, long at, AtomicBoolean recounting) {}

    /** @param nanos a clock, see {@link System#nanoTime} */
    Totals(LongSupplier nanos) {
        this.nanos = nanos;
    }

    Mono<Long> of(Asked asked, Mono<Long> count) {
        return Mono.defer(() -> {
            Total total = known.get(asked);
            long age = total == null ? Long.MAX_VALUE : nanos.getAsLong() - total.at();
            if (total == null || age > KEPT.toNanos()) {
                return counted(asked, count);
            }
            if (age > FRESH.toNanos() && total.recounting().compareAndSet(false, true)) {
                // Fails as the count of whoever asks when it is too old to be told.
                counted(asked, count)
                        .subscribe(again -> {}, e -> total.recounting().set(false));
            }
            return Mono.just(total.count());
        });
    }

    private Mono<Long> counted(Asked asked, Mono<Long> count) {
        return count.doOnNext(result -> {
            if (result >= LARGE) {
                known.put(asked, new Total(result, nanos.getAsLong(), new AtomicBoolean()));
            } else {
                known.remove(asked);
            }
        });
    }
}
