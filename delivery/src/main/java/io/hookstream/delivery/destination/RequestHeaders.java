package io.hookstream.delivery.destination;

import io.hookstream.messages.Traceparent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts an attempt's headers together, by who has the last word. */
final class RequestHeaders {

    private static final String USER_AGENT = "hookstream/0.1";
    private static final String OURS = "x-hookstream-";

    /** They decide where a request ends and who reads it, so nobody but the client itself sets them. */
    private static final Set<String> FRAMING = Set.of(
            "host",
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "http2-settings",
            "expect");

    private RequestHeaders() {}

    /** @param signature goes last: its time may replace the one that is sent anyway */
    static void set(
            HttpHeaders headers, HttpRequest request, Outbound outbound, Instant now, Map<String, String> signature) {
        headers.set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        if (outbound.contentType() != null) {
            headers.set(HttpHeaderNames.CONTENT_TYPE, outbound.contentType());
        }
        if (outbound.traceparent() != null) {
            headers.set(Traceparent.NAME, outbound.traceparent());
        }
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!FRAMING.contains(name) && !name.startsWith(OURS)) {
                headers.set(header.getKey(), header.getValue());
            }
        }
        headers.set("X-hookstream-Event-Id", outbound.eventId());
        headers.set("X-hookstream-Delivery-Attempt", Integer.toString(outbound.attempt()));
        headers.set("X-hookstream-Timestamp", now.toString());
        signature.forEach(headers::set);
    }

    static Map<String, String> unsigned(HttpRequest request, Outbound outbound, Instant now) {
        HttpHeaders headers = new DefaultHttpHeaders();
        set(headers, request, outbound, now, Map.of());
        return flatten(headers);
    }

    /** The value of a header, whatever the case of its name. */
    static @Nullable String find(Map<String, String> headers, String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Several values of one name are joined by a comma. */
    static Map<String, String> flatten(HttpHeaders headers) {
        Map<String, String> flat = new LinkedHashMap<>();
        headers.forEach(header -> flat.merge(header.getKey(), header.getValue(), (a, b) -> a + ", " + b));
        return flat;
    }
}
