package io.hookstream.api.replay;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.hookstream.api.event.ShownBody;
import io.hookstream.messages.replay.ReplayQuery.Preview;
import io.hookstream.messages.replay.ReplayQuery.PreviewedRequest;
import io.hookstream.messages.replay.ReplayQuery.PreviewedWay;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay would do.
 *
 * @param total how many events it would be
 * @param events the first of them
 */
record PreviewResponse(boolean dryRun, long total, List<Way> events) {

    /**
     * One event on one way to the destination. What is null after {@code reason} is not sent.
     *
     * @param connectionId null if no connection leads there, and the event goes as it came
     * @param action {@code send} or {@code skip}
     * @param reason why it is skipped
     * @param size of the body in bytes
     * @param body as an event's; null too if it is larger than 64 KB
     */
    record Way(
            String eventId,
            String receivedAt,
            @Nullable String connectionId,
            String action,
            @Nullable String reason,
            @Nullable String method,
            @Nullable String url,
            @Nullable Map<String, String> headers,
            @Nullable Long size,

            @JsonRawValue @Schema(implementation = Object.class) @Nullable
            String body,

            @Nullable String bodyEncoding) {

        static Way of(PreviewedWay way) {
            PreviewedRequest request = way.request();
            if (request == null) {
                return new Way(
                        way.eventId(),
                        way.receivedAt(),
                        way.connectionId(),
                        "skip",
                        way.reason(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
            }
            byte[] bytes = request.body();
            ShownBody body = bytes == null ? null : ShownBody.of(bytes);
            return new Way(
                    way.eventId(),
                    way.receivedAt(),
                    way.connectionId(),
                    "send",
                    null,
                    request.method(),
                    request.url(),
                    request.headers(),
                    request.size(),
                    body == null ? null : body.json(),
                    body == null ? null : body.encoding());
        }
    }

    static PreviewResponse of(long total, Preview preview) {
        return new PreviewResponse(
                true, total, preview.ways().stream().map(Way::of).toList());
    }
}
