package io.hookstream.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How every error is answered.
 *
 * @param error for the person who reads it
 * @param status the HTTP status
 * @param requestId as in {@code X-Request-Id}
 * @param validationErrors what of a webhook does not fit its source's schema; absent from other errors
 */
public record ErrorBody(
        String error,
        int status,
        String requestId,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ValidationError> validationErrors) {

    public ErrorBody(String error, int status, String requestId) {
        this(error, status, requestId, null);
    }

    /**
     * @param path a JSON pointer to what does not fit
     * @param keyword of the schema, that it does not fit; null if the body could not be compared at all
     */
    public record ValidationError(String path, @Nullable String keyword, String message) {}
}
