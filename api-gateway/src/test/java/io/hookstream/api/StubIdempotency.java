package io.hookstream.api;

import io.hookstream.messages.idempotency.IdempotencyStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps answers in memory, or fails. */
public final class StubIdempotency implements IdempotencyStore {

    private record Entry(Attempt attempt, @Nullable Answer answer) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private volatile boolean failing;

    public void fail() {
        failing = true;
    }

    void reset() {
        entries.clear();
        failing = false;
    }

    /** What a look into the store shows. */
    public String content() {
        return entries.values().stream()
                .map(entry -> entry.attempt + " "
                        + (entry.answer == null ? "" : entry.answer.body().ciphertext()))
                .toList()
                .toString();
    }

    @Override
    public CompletableFuture<Optional<Earlier>> begin(Attempt attempt) {
        if (failing) {
            return CompletableFuture.failedFuture(new IllegalStateException("The store is down"));
        }
        Entry before = entries.putIfAbsent(attempt.id(), new Entry(attempt, null));
        return CompletableFuture.completedFuture(
                Optional.ofNullable(before).map(entry -> new Earlier(entry.attempt.digest(), entry.answer)));
    }

    @Override
    public CompletableFuture<@Nullable Void> finish(Attempt attempt, Answer answer) {
        entries.put(attempt.id(), new Entry(attempt, answer));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<@Nullable Void> forget(Attempt attempt) {
        entries.remove(attempt.id());
        return CompletableFuture.completedFuture(null);
    }
}
