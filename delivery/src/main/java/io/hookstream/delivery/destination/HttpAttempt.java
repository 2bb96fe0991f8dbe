package io.hookstream.delivery.destination;

import io.hookstream.messages.destination.HttpConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/**
 * What one attempt has seen so far. Written on the connection's event loop and read when the attempt ends, which may be
 * on a timer's thread while an answer still trickles in: hence the lock.
 */
final class HttpAttempt {

    /** What Netty adds to the headers of an answer over HTTP/2. */
    private static final String STREAM_ID =
            ExtensionHeaderNames.STREAM_ID.text().toString();

    private final Outbound outbound;
    private final Instant attemptedAt;
    private final long startedNanos = System.nanoTime();

    private volatile Map<String, String> signature = Map.of();
    private volatile @Nullable Connection connection;
    private Map<String, String> requestHeaders = Map.of();
    private Map<String, String> responseHeaders = Map.of();
    private @Nullable Integer status;
    private @Nullable String retryAfter;
    private @Nullable ByteArrayOutputStream kept;
    private long read;

    HttpAttempt(Outbound outbound, Instant attemptedAt) {
        this.outbound = outbound;
        this.attemptedAt = attemptedAt;
    }

    /** Comes before {@link #write}, for a body is signed as a whole but sent as a stream. */
    Mono<Void> sign() {
        Signer signer = outbound.signer();
        return signer == null
                ? Mono.empty()
                : signer.sign(outbound.eventId(), attemptedAt, outbound.body())
                        .doOnNext(signed -> signature = signed)
                        .then();
    }

    Publisher<Void> write(HttpRequest wanted, HttpClientRequest request, NettyOutbound out) {
        out.withConnection(over -> connection = over);
        HttpHeaders headers = request.requestHeaders();
        RequestHeaders.set(headers, wanted, outbound, attemptedAt, signature);
        long length = outbound.body().length();
        boolean bodyless = length == 0
                && (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD));
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING); // set by the client where no length is known in time
        if (!bodyless) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        }
        remember(wanted.masked(RequestHeaders.flatten(headers)));
        if (length == 0) {
            return out.then();
        }
        if (outbound.body() instanceof Body.Bytes body) {
            return out.sendObject(Unpooled.wrappedBuffer(body.bytes()));
        }
        return out.send(stream(outbound.body(), length));
    }

    /** A body of another length than announced would run into the next request on the connection, or hang. */
    private static Flux<ByteBuf> stream(Body body, long length) {
        return Flux.defer(() -> {
            long[] left = {length};
            return Flux.from(body.content())
                    .onErrorMap(BodyException::new)
                    .map(chunk -> {
                        left[0] -= chunk.length;
                        if (left[0] < 0) {
                            throw new BodyException("the body is longer than its announced " + length + " bytes");
                        }
                        return Unpooled.wrappedBuffer(chunk);
                    })
                    .concatWith(Flux.defer(() -> left[0] == 0
                            ? Flux.empty()
                            : Flux.error(
                                    new BodyException("the body is " + left[0] + " bytes shorter than announced"))));
        });
    }

    private synchronized Map<String, String> requestHeaders() {
        return requestHeaders;
    }

    private synchronized void remember(Map<String, String> headers) {
        requestHeaders = headers;
    }

    Publisher<Boolean> read(HttpClientResponse response, Connection connection) {
        synchronized (this) {
            status = response.status().code();
            responseHeaders = RequestHeaders.flatten(response.responseHeaders());
            responseHeaders.remove(STREAM_ID);
            retryAfter = response.responseHeaders().get(HttpHeaderNames.RETRY_AFTER);
        }
        // Cancelling before the end closes the connection, or the stream, so the rest of an endless answer is never
        // read.
        return connection.inbound().receive().map(this::keep).takeUntil(enough -> enough);
    }

    /** True when enough has been read. */
    private synchronized boolean keep(ByteBuf buffer) {
        int size = buffer.readableBytes();
        int wanted = (int) Math.min(size, Math.max(0, Answer.KEPT_BYTES - read));
        if (wanted > 0) {
            if (kept == null) {
                kept = new ByteArrayOutputStream(wanted);
            }
            try {
                buffer.getBytes(buffer.readerIndex(), kept, wanted);
            } catch (IOException e) {
                throw new IllegalStateException("memory cannot fail to be written", e);
            }
        }
        read += size;
        return read >= GuardedHttp.MAX_READ_BYTES;
    }

    /** Null before an answer. */
    synchronized @Nullable Integer status() {
        return status;
    }

    synchronized AttemptResult finished() {
        Integer code = status;
        if (code == null) {
            return result(ErrorType.CONNECTION_ERROR, "the connection was closed before an answer");
        }
        String error = ErrorType.ofStatus(code);
        if (error != null) {
            return result(error, "the destination answered " + code);
        }
        String problem = ServiceBodies.problem(outbound.target().config(HttpConfig.class), this::text);
        return result(problem == null ? null : ErrorType.PROVIDER_ERROR, problem);
    }

    AttemptResult failed(Throwable problem) {
        String type = ErrorType.of(problem, !requestHeaders().isEmpty());
        if (type.equals(ErrorType.TIMEOUT)) {
            Connection over = connection;
            if (over != null) {
                Liveness.check(over.channel(), startedNanos);
            }
            return result(type, Attempts.late(outbound));
        }
        return result(type, Attempts.message(problem));
    }

    private synchronized String text() {
        return kept == null ? "" : kept.toString(StandardCharsets.UTF_8);
    }

    private synchronized AttemptResult result(@Nullable String errorType, @Nullable String message) {
        return new AttemptResult(
                errorType == null,
                status,
                errorType,
                message,
                requestHeaders,
                responseHeaders,
                status == null ? null : text(),
                read > Answer.KEPT_BYTES,
                (System.nanoTime() - startedNanos) / 1_000_000,
                attemptedAt,
                retryAfter);
    }
}
