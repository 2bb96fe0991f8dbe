package io.hookstream.delivery.destination.rabbitmq;

import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.messages.Traceparent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is published.
 *
 * @param contentType null if nobody said, or it is longer than the protocol allows
 * @param id of the event
 * @param headers strings and whole numbers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Message(byte[] body, @Nullable String contentType, String id, Map<String, Object> headers) {

    static final String APP_ID = "hookstream";
    static final int PERSISTENT = 2;

    /** Of the protocol's short strings, in bytes. */
    private static final int MAX_SHORT = 255;

    /** @param limit the most bytes that are sent; more is an error */
    static Mono<Message> of(Outbound outbound, int limit) {
        return bytes(outbound.body(), limit)
                .map(body -> new Message(body, contentType(outbound), outbound.eventId(), headers(outbound)));
    }

    /** All but the body, for people to look at. */
    static Map<String, String> shown(Outbound outbound) {
        Map<String, String> shown = new LinkedHashMap<>();
        String type = contentType(outbound);
        if (type != null) {
            shown.put("content_type", type);
        }
        shown.put("delivery_mode", Integer.toString(PERSISTENT));
        shown.put("message_id", outbound.eventId());
        shown.put("app_id", APP_ID);
        headers(outbound).forEach((name, value) -> shown.put(name, value.toString()));
        return shown;
    }

    private static Map<String, Object> headers(Outbound outbound) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("x-hookstream-event-id", outbound.eventId());
        headers.put("x-hookstream-source-id", outbound.sourceId());
        headers.put("x-hookstream-delivery-id", outbound.deliveryId());
        headers.put("x-hookstream-delivery-attempt", outbound.attempt());
        if (outbound.traceparent() != null) {
            headers.put(Traceparent.NAME, outbound.traceparent());
        }
        return headers;
    }

    /** It came with the webhook, so that anything may be in it. */
    private static @Nullable String contentType(Outbound outbound) {
        String type = outbound.contentType();
        return type == null || type.getBytes(StandardCharsets.UTF_8).length > MAX_SHORT ? null : type;
    }

    private static Mono<byte[]> bytes(Body body, int limit) {
        if (body.length() > limit) {
            return Mono.error(tooLarge(body.length(), limit));
        }
        if (body instanceof Body.Bytes inMemory) {
            return Mono.just(inMemory.bytes());
        }
        return Flux.from(body.content())
                .onErrorMap(RefusedException::unreadable)
                .collect(ByteArrayOutputStream::new, (all, chunk) -> {
                    if (all.size() + chunk.length > limit) {
                        throw tooLarge(all.size() + chunk.length, limit);
                    }
                    all.writeBytes(chunk);
                })
                .map(ByteArrayOutputStream::toByteArray);
    }

    static RefusedException tooLarge(long size, int limit) {
        return new RefusedException(
                ErrorType.PROVIDER_ERROR,
                "the message has " + size + " bytes, and at most " + limit + " are sent to RabbitMQ this way",
                null);
    }
}
