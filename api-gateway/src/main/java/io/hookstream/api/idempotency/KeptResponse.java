package io.hookstream.api.idempotency;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;

/** A response that is kept before it is sent, unless it is a stream or large. */
final class KeptResponse extends ServerHttpResponseDecorator {

    private static final int MAX_BODY = 256 * 1024;

    /** Decides what becomes of an answer. */
    @FunctionalInterface
    interface Keeper {

        /** Whether it is settled: kept, or its key released. */
        Mono<Boolean> settle(HttpStatusCode status, HttpHeaders headers, byte[] body);
    }

    private final Keeper keeper;
    private volatile boolean settled;

    KeptResponse(ServerHttpResponse response, Keeper keeper) {
        super(response);
        this.keeper = keeper;
    }

    boolean isSettled() {
        return settled;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
        if (!(body instanceof Mono<? extends DataBuffer> whole)) {
            return super.writeWith(body);
        }
        return super.writeWith(whole.flatMap(
                buffer -> keep(buffer).thenReturn(buffer).doOnError(e -> DataBufferUtils.release(buffer))));
    }

    @Override
    public Mono<Void> setComplete() {
        return isCommitted() ? super.setComplete() : keep(new byte[0]).then(Mono.defer(super::setComplete));
    }

    private Mono<Void> keep(DataBuffer buffer) {
        if (buffer.readableByteCount() > MAX_BODY) {
            return Mono.empty();
        }
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.toByteBuffer(java.nio.ByteBuffer.wrap(bytes));
        return keep(bytes);
    }

    private Mono<Void> keep(byte[] bytes) {
        HttpStatusCode status = getStatusCode();
        return keeper.settle(status == null ? HttpStatus.OK : status, getHeaders(), bytes)
                .doOnNext(done -> settled = done)
                .then();
    }
}
