package io.hookstream.api.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.hookstream.messages.event.EventView;
import io.hookstream.messages.event.ReceivedRequest.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A received event as it is answered.
 *
 * @param body the JSON as it came if it is JSON, the text if it is text, otherwise base64
 * @param bodyEncoding {@code json}, {@code text} or {@code base64}
 * @param dedupStatus unique or duplicate; null if it was not compared with others
 * @param duplicateOf the event that it is a duplicate of
 * @param verificationStatus verified or schema_invalid; null if its source verified nothing
 * @param headers names in lower case, several values of one joined with a comma
 */
record EventResponse(
        String id,
        String sourceId,
        @Nullable String sourceName,
        String method,
        @Nullable String query,
        Map<String, String> headers,
        @Nullable String contentType,
        @Nullable String sourceIp,
        int size,
        @JsonRawValue @Schema(implementation = Object.class) String body,
        String bodyEncoding,
        String status,
        @Nullable String dedupStatus,
        @Nullable String duplicateOf,
        @Nullable String verificationStatus,
        List<AttemptResponse.Brief> deliveryAttempts,
        String receivedAt) {

    /** One of a list: without what takes room. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "EventBrief")
    record Brief(
            String id,
            String sourceId,
            @Nullable String sourceName,
            String method,
            @Nullable String contentType,
            int size,
            String status,
            @Nullable String dedupStatus,
            @Nullable String duplicateOf,
            @Nullable String verificationStatus,
            String receivedAt) {

        static Brief of(EventView event) {
            return new Brief(
                    event.id(),
                    event.sourceId(),
                    event.sourceName(),
                    event.request().method(),
                    event.request().contentType(),
                    event.payload().size(),
                    event.status(),
                    event.dedupStatus(),
                    event.duplicateOf(),
                    event.verificationStatus(),
                    event.receivedAt());
        }
    }

    static EventResponse of(EventView event, ShownBody body) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : event.request().headers()) {
            headers.merge(
                    header.name().toLowerCase(Locale.ROOT), header.value(), (first, second) -> first + ", " + second);
        }
        return new EventResponse(
                event.id(),
                event.sourceId(),
                event.sourceName(),
                event.request().method(),
                event.request().query(),
                headers,
                event.request().contentType(),
                event.request().sourceIp(),
                event.payload().size(),
                body.json(),
                body.encoding(),
                event.status(),
                event.dedupStatus(),
                event.duplicateOf(),
                event.verificationStatus(),
                event.attempts().stream().map(AttemptResponse.Brief::of).toList(),
                event.receivedAt());
    }
}
