package io.hookstream.delivery.destination;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to be made.
 *
 * @param attempt from 1
 * @param url as {@link EgressGuard#parse} returns it
 * @param headers the destination's own; they cannot replace those that frame a request or that hookstream adds
 * @param contentType the event's, null if it had none
 * @param timeout for the whole attempt, from waiting for a connection to the last byte of the answer
 * @param signer null if it is not signed
 * @param traceparent what it comes from, see {@link io.hookstream.messages.Traceparent}; null if nobody looks at that
 */
public record Outbound(
        String eventId,
        String deliveryId,
        int attempt,
        URI url,
        String method,
        Map<String, String> headers,
        @Nullable String contentType,
        Duration timeout,
        Body body,
        @Nullable Signer signer,
        @Nullable String traceparent) {

    /** With a header of ours, unless the destination has its own of this name. */
    public Outbound withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        more.putAll(headers);
        more.putIfAbsent(name, value);
        return new Outbound(
                eventId, deliveryId, attempt, url, method, more, contentType, timeout, body, signer, traceparent);
    }

    /** As they would be sent at this time, but for the signature and for what frames the request. */
    public Map<String, String> unsignedHeaders(Instant now) {
        return RequestHeaders.unsigned(this, now);
    }
}
