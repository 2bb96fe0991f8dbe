package io.hookstream.delivery.destination;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Access tokens: fetched when one is needed, by one request at a time, and kept until shortly before they expire. */
public final class Tokens {

    private static final Duration EARLIER = Duration.ofMinutes(1);

    private final Mono<Token> tokens;
    private volatile @Nullable String dropped;

    /**
     * @param value as it is sent
     * @param until when another one is to be fetched
     */
    public record Token(String value, Instant until) {

        /** @param lifetime as its issuer says; it ends a minute earlier, or a fifth of it if that is less */
        public static Token issued(String value, Instant at, Duration lifetime) {
            Duration fifth = lifetime.dividedBy(5);
            return new Token(value, at.plus(lifetime).minus(fifth.compareTo(EARLIER) < 0 ? fifth : EARLIER));
        }

        @Override
        public String toString() {
            return "Token[until=" + until + "]";
        }
    }

    /** @param fetch one request per subscription; limited in time. Its error is that of all who wait, and is not kept */
    public Tokens(Mono<Token> fetch, Clock clock) {
        // Cancelled once nobody waits any more.
        tokens = fetch.doOnNext(token -> dropped = null)
                .cacheInvalidateIf(token ->
                        token.value().equals(dropped) || !clock.instant().isBefore(token.until()));
    }

    public Mono<Token> get() {
        return tokens;
    }

    /** Somebody did not take this one: the next to ask gets another. */
    public void drop(String value) {
        dropped = value;
    }
}
