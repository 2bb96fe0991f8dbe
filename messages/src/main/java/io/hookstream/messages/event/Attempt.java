package io.hookstream.messages.event;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One try of a delivery.
 *
 * @param id {@code da_…}
 * @param number 1 for the first
 * @param success whether the destination took it
 * @param statusCode of the answer; null if there was none
 * @param errorType one of decisions.md 3.6; null on success
 * @param errorMessage one sentence; null on success
 * @param requestHeaders as sent, credentials masked
 * @param responseBody its beginning, as text
 * @param latencyMs from the start of the attempt to its end
 * @param destinationVersion of the destination's settings that it was made with
 * @param connectionVersion of the connection's settings, whose transform it went through
 */
public record Attempt(
        String id,
        int number,
        boolean success,
        @Nullable Integer statusCode,
        @Nullable String errorType,
        @Nullable String errorMessage,
        Map<String, String> requestHeaders,
        Map<String, String> responseHeaders,
        @Nullable String responseBody,
        long latencyMs,
        Instant attemptedAt,
        @Nullable Long destinationVersion,
        @Nullable Long connectionVersion) {

    /** The error type of an attempt that was answered 410. */
    public static final String GONE = "gone";

    /** The error type of an attempt that failed before anything was sent. */
    public static final String TRANSFORM_ERROR = "transform_error";

    /** Whether its end says something about the destination. */
    public boolean concernsDestination() {
        return !TRANSFORM_ERROR.equals(errorType);
    }

    /** When it was over. */
    public Instant endedAt() {
        return attemptedAt.plusMillis(latencyMs);
    }
}
