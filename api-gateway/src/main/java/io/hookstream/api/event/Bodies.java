package io.hookstream.api.event;

import io.hookstream.api.ApiException;
import io.hookstream.api.GatewayProperties;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Reads the bodies of webhooks: none that is too large, and no more at once than there is memory for. */
@Component
class Bodies {

    private static final int FIRST = 1024;

    private final int largest;
    private final long most;
    private final AtomicLong inFlight = new AtomicLong();

    Bodies(GatewayProperties properties) {
        largest = Math.toIntExact(properties.maxPayload().toBytes());
        most = properties.maxPayloadsInFlight().toBytes();
    }

    /** @param use what is done with the body; it is in flight until that is done */
    <T> Mono<T> read(ServerHttpRequest request, Function<byte[], Mono<T>> use) {
        long declared = request.getHeaders().getContentLength();
        if (declared > largest) {
            return Mono.error(tooLarge());
        }
        return Mono.using(
                () -> new Body((int) Math.max(declared, 0)),
                // A chunk never leaves the map: Reactor would give it back once more, for those who write the answer.
                body -> request.getBody()
                        .map(body::add)
                        .all(added -> added)
                        .flatMap(whole -> whole ? use.apply(body.bytes()) : Mono.error(body.problem())),
                Body::close);
    }

    private ApiException tooLarge() {
        return ApiException.tooLarge("The body is larger than " + largest + " bytes");
    }

    private final class Body implements AutoCloseable {

        private final int declared;
        private byte[] bytes = new byte[0];
        private int size;
        private boolean crowded;

        Body(int declared) {
            this.declared = declared;
        }

        /** Whether there was room for it. */
        boolean add(DataBuffer chunk) {
            try {
                int length = chunk.readableByteCount();
                if (length > largest - size || !hasRoom(size + length)) {
                    return false;
                }
                chunk.read(bytes, size, length);
                size += length;
                return true;
            } finally {
                DataBufferUtils.release(chunk);
            }
        }

        private boolean hasRoom(int needed) {
            if (needed <= bytes.length) {
                return true;
            }
            int room = Math.max(needed, size == 0 ? Math.max(declared, FIRST) : Math.min(largest, 2 * bytes.length));
            if (inFlight.addAndGet(room - bytes.length) > most) {
                inFlight.addAndGet(bytes.length - room);
                crowded = true;
                return false;
            }
            bytes = Arrays.copyOf(bytes, room);
            return true;
        }

        ApiException problem() {
            return crowded
                    ? ApiException.unavailable("Too many webhooks are coming in at once: try again")
                    : tooLarge();
        }

        byte[] bytes() {
            return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        }

        @Override
        public void close() {
            inFlight.addAndGet(-bytes.length);
        }
    }
}
