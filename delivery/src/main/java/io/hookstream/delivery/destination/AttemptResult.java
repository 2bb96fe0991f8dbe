package io.hookstream.delivery.destination;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt.
 *
 * @param statusCode null if no answer came; a failed attempt has one too if its answer broke off
 * @param errorType one of {@link ErrorType}, null on success
 * @param errorMessage one sentence, null on success
 * @param requestHeaders as sent, credentials masked
 * @param responseHeaders several values of one name are joined by a comma
 * @param responseBody the start of the answer as UTF-8 text, null if no answer came
 * @param responseTruncated whether the answer had more than that
 * @param retryAfter the answer's header as it came
 */
public record AttemptResult(
        boolean success,
        @Nullable Integer statusCode,
        @Nullable String errorType,
        @Nullable String errorMessage,
        Map<String, String> requestHeaders,
        Map<String, String> responseHeaders,
        @Nullable String responseBody,
        boolean responseTruncated,
        long latencyMillis,
        Instant attemptedAt,
        @Nullable String retryAfter) {}
