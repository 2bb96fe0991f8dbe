package io.hookstream.delivery.destination;

import java.io.ByteArrayOutputStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is sent. Large bodies are streamed and never held in memory as a whole. */
public interface Body {

    /** The exact number of bytes that {@link #content} publishes. */
    long length();

    /** Cold: each attempt subscribes anew. The arrays belong to the subscriber. */
    Publisher<byte[]> content();

    /** All of it in one piece: for those who have looked at its length. Not to be changed. */
    default Mono<byte[]> whole() {
        return joined(content());
    }

    static Mono<byte[]> joined(Publisher<byte[]> pieces) {
        return Flux.from(pieces)
                .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                .map(ByteArrayOutputStream::toByteArray);
    }

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

        @Override
        public Mono<byte[]> whole() {
            return Mono.just(bytes);
        }
    }
}
