package io.hookstream.messages.event;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Keeps the payloads that are too large for the log. What is stored is never changed. */
public interface PayloadStore {

    /** Completes once the bytes are on disk. Storing the same id again is harmless. */
    CompletableFuture<@Nullable Void> store(String eventId, byte[] bytes);

    /** The bytes in order; an error if there are none under this id. */
    Publisher<ByteBuffer> read(String eventId);
}
