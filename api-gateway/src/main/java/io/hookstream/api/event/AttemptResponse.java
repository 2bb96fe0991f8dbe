package io.hookstream.api.event;

import io.hookstream.api.Iso;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.AttemptView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delivery attempt as it is answered.
 *
 * @param connectionId null for a replay that no connection is the reason of
 * @param isDlq 1 if its delivery is in the dead letter queue and this is its last attempt, otherwise 0
 * @param dlqAt when it came there first; stays when it is retried
 */
record AttemptResponse(
        String id,
        String eventId,
        String deliveryId,
        @Nullable String connectionId,
        String destinationId,
        @Nullable String destinationName,
        String status,
        int isDlq,
        @Nullable Integer statusCode,
        @Nullable String errorType,
        @Nullable String errorMessage,
        Map<String, String> requestHeaders,
        Map<String, String> responseHeaders,
        @Nullable String responseBody,
        long latencyMs,
        int attemptNumber,
        @Nullable String nextRetryAt,
        @Nullable String dlqAt,
        String attemptedAt,
        String createdAt) {

    static final String SUCCESS = "success";
    static final String FAILED = "failed";

    /** One of a list: without what takes room. */
    @Schema(name = "AttemptBrief")
    record Brief(
            String id,
            String eventId,
            @Nullable String connectionId,
            String destinationId,
            @Nullable String destinationName,
            String status,
            int isDlq,
            @Nullable Integer statusCode,
            @Nullable String errorType,
            long latencyMs,
            int attemptNumber,
            String attemptedAt,
            String createdAt) {

        static Brief of(AttemptView view) {
            Attempt attempt = view.attempt();
            return new Brief(
                    attempt.id(),
                    view.eventId(),
                    view.target().connectionId(),
                    view.target().destinationId(),
                    view.destinationName(),
                    attempt.success() ? SUCCESS : FAILED,
                    view.dead() ? 1 : 0,
                    attempt.statusCode(),
                    attempt.errorType(),
                    attempt.latencyMs(),
                    attempt.number(),
                    attempt.attemptedAt().toString(),
                    attempt.attemptedAt().toString());
        }
    }

    static AttemptResponse of(AttemptView view) {
        Attempt attempt = view.attempt();
        return new AttemptResponse(
                attempt.id(),
                view.eventId(),
                view.target().deliveryId(),
                view.target().connectionId(),
                view.target().destinationId(),
                view.destinationName(),
                attempt.success() ? SUCCESS : FAILED,
                view.dead() ? 1 : 0,
                attempt.statusCode(),
                attempt.errorType(),
                attempt.errorMessage(),
                attempt.requestHeaders(),
                attempt.responseHeaders(),
                attempt.responseBody(),
                attempt.latencyMs(),
                attempt.number(),
                Iso.text(view.nextRetryAt()),
                Iso.text(view.deadAt()),
                attempt.attemptedAt().toString(),
                attempt.attemptedAt().toString());
    }
}
