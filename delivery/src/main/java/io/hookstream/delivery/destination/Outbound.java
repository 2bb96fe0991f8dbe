package io.hookstream.delivery.destination;

import io.hookstream.delivery.event.ReceivedEvents.Received;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to be made.
 *
 * @param event as it came; what is sent of it is the body
 * @param attempt from 1
 * @param contentType of the body, null if nobody said
 * @param timeout for the whole attempt, from waiting for a connection to the last byte of the answer
 * @param signer null if it is not signed
 * @param traceparent what it comes from, see {@link io.hookstream.messages.Traceparent}; null if nobody looks at that
 */
public record Outbound(
        Received event,
        String deliveryId,
        int attempt,
        Target target,
        @Nullable String contentType,
        Body body,
        Duration timeout,
        @Nullable Signer signer,
        @Nullable String traceparent) {

    public Outbound withTraceparent(String other) {
        return new Outbound(event, deliveryId, attempt, target, contentType, body, timeout, signer, other);
    }

    /** Of another body. */
    Outbound with(String otherType, Body other) {
        return new Outbound(event, deliveryId, attempt, target, otherType, other, timeout, signer, traceparent);
    }

    public String eventId() {
        return event.event().eventId();
    }

    public String sourceId() {
        return event.event().sourceId();
    }
}
