package io.hookstream.api;

import io.hookstream.messages.event.PayloadStore;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Keeps payloads in memory, or fails. */
public final class StubPayloads implements PayloadStore {

    public final Map<String, byte[]> stored = new ConcurrentHashMap<>();
    private volatile @Nullable RuntimeException failure;

    public void failWith(RuntimeException e) {
        failure = e;
    }

    void reset() {
        stored.clear();
        failure = null;
    }

    @Override
    public CompletableFuture<@Nullable Void> store(String eventId, byte[] bytes) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        stored.put(eventId, bytes);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Publisher<ByteBuffer> read(String eventId) {
        byte[] bytes = stored.get(eventId);
        if (bytes == null) {
            return Flux.error(new IllegalStateException("There is no payload " + eventId));
        }
        int half = bytes.length / 2;
        return Flux.just(ByteBuffer.wrap(bytes, 0, half), ByteBuffer.wrap(bytes, half, bytes.length - half));
    }
}
