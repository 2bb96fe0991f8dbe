package io.hookstream.delivery;

import io.hookstream.messages.event.PayloadStore;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** Large payloads, published in pieces of 1,000 bytes. */
public final class MemoryPayloads implements PayloadStore {

    private static final int PIECE = 1000;
    public final Map<String, byte[]> bytes = new ConcurrentHashMap<>();

    @Override
    public CompletableFuture<Void> store(String eventId, byte[] payload) {
        bytes.put(eventId, payload);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Publisher<ByteBuffer> read(String eventId) {
        byte[] found = bytes.get(eventId);
        return found == null
                ? Flux.error(new IllegalStateException("There is no payload of " + eventId))
                : Flux.range(0, (found.length + PIECE - 1) / PIECE)
                        .map(i -> ByteBuffer.wrap(found, i * PIECE, Math.min(PIECE, found.length - i * PIECE)));
    }
}
