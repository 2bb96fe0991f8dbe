package io.hookstream.delivery.destination;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** What is sent. Large bodies are streamed and never held in memory as a whole. */
public interface Body {

    /** The exact number of bytes that {@link #content} publishes. */
    long length();

    /** Cold: each attempt subscribes anew. The arrays belong to the subscriber. */
    Publisher<byte[]> content();

    static Body of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** Known here so that a sender can send it in one piece. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Bytes(byte[] bytes) implements Body {

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public Publisher<byte[]> content() {
            return Mono.just(bytes);
        }
    }
}
