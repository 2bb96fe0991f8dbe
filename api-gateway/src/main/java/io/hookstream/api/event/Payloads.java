package io.hookstream.api.event;

import io.hookstream.api.ApiException;
import io.hookstream.api.GatewayProperties;
import io.hookstream.api.RequestLog;
import io.hookstream.messages.event.EventView;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.PayloadStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where the bodies of events are: small ones in the event, large ones in a store that may not answer. */
@Component
class Payloads {

    private static final Logger log = LoggerFactory.getLogger(Payloads.class);

    private final PayloadStore store;
    private final Duration answerWithin;

    Payloads(PayloadStore store, GatewayProperties properties) {
        this.store = store;
        this.answerWithin = properties.answerWithin();
    }

    /** A large body is on disk before there is an event that refers to it. */
    Mono<Payload> keep(String eventId, byte[] body) {
        return body.length <= Payload.MAX_INLINE
                ? Mono.just(Payload.inline(body))
                : Mono.fromFuture(() -> store.store(eventId, body))
                        .timeout(answerWithin)
                        .onErrorResume(Payloads::unavailable)
                        .thenReturn(Payload.stored(body.length));
    }

    Mono<byte[]> read(EventView event) {
        byte[] inline = event.payload().inline();
        if (inline != null) {
            return Mono.just(inline);
        }
        return Flux.from(store.read(event.id()))
                .collect(() -> ByteBuffer.allocate(event.payload().size()), ByteBuffer::put)
                .timeout(answerWithin)
                .onErrorResume(Payloads::unavailable)
                .map(ByteBuffer::array);
    }

    private static <T> Mono<T> unavailable(Throwable cause) {
        return RequestLog.write(
                log.atWarn(),
                line -> line.log("The payload store failed: {}", cause.toString()),
                Mono.error(() ->
                        ApiException.unavailable("The store of large bodies does not answer in time: try again")));
    }
}
