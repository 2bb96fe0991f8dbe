package io.hookstream.api;

import io.hookstream.messages.apikey.ApiKeyUsage;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts uses of keys in memory, or fails. */
public final class StubUsage implements ApiKeyUsage {

    public final Map<String, Use> stored = new ConcurrentHashMap<>();
    public final AtomicInteger writes = new AtomicInteger();
    public volatile boolean fails;

    @Override
    public CompletableFuture<@Nullable Void> add(Map<String, Use> uses) {
        if (fails) {
            return CompletableFuture.failedFuture(new IllegalStateException("No store"));
        }
        writes.incrementAndGet();
        uses.forEach((id, use) -> stored.merge(id, use, Use::and));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Map<String, Use>> of(Collection<String> ids) {
        return CompletableFuture.completedFuture(stored.entrySet().stream()
                .filter(use -> ids.contains(use.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
