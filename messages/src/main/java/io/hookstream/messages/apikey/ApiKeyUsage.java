package io.hookstream.messages.apikey;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Remembers how often API keys were used. It is not in the log: a crash may lose the last seconds of it. */
public interface ApiKeyUsage {

    record Use(long requests, Instant lastUsedAt) {

        /** Both together. */
        public Use and(Use other) {
            return new Use(
                    requests + other.requests, lastUsedAt.isAfter(other.lastUsedAt) ? lastUsedAt : other.lastUsedAt);
        }
    }

    /** @param uses what is to be added, by the keys' ids */
    CompletableFuture<@Nullable Void> add(Map<String, Use> uses);

    /** By the keys' ids, without those that were never used. */
    CompletableFuture<Map<String, Use>> of(Collection<String> ids);
}
