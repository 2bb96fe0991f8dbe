package io.hookstream.api;

import io.hookstream.api.ErrorBody.ValidationError;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** What a request is answered with instead of what it asked for. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    private final transient @Nullable Duration retryAfter;

    private final transient @Nullable List<ValidationError> validationErrors;

    private ApiException(HttpStatus status, String message, @Nullable Duration retryAfter) {
        this(status, message, retryAfter, null);
    }

    private ApiException(
            HttpStatus status,
            String message,
            @Nullable Duration retryAfter,
            @Nullable List<ValidationError> validationErrors) {
        // It says what the caller did wrong: where it was thrown helps nobody and costs much.
        super(message, null, false, false);
        this.status = status;
        this.retryAfter = retryAfter;
        this.validationErrors = validationErrors;
    }

    public static ApiException badRequest(String message) {
        return new ApiException(HttpStatus.BAD_REQUEST, message, null);
    }

    public static ApiException unauthorized(String message) {
        return new ApiException(HttpStatus.UNAUTHORIZED, message, null);
    }

    public static ApiException forbidden(String message) {
        return new ApiException(HttpStatus.FORBIDDEN, message, null);
    }

    /** @param what such as {@code Source} */
    public static ApiException notFound(String what) {
        return new ApiException(HttpStatus.NOT_FOUND, what + " not found", null);
    }

    public static ApiException conflict(String message) {
        return new ApiException(HttpStatus.CONFLICT, message, null);
    }

    public static ApiException conflict(String message, Duration retryAfter) {
        return new ApiException(HttpStatus.CONFLICT, message, retryAfter);
    }

    public static ApiException unprocessable(String message) {
        return new ApiException(HttpStatus.UNPROCESSABLE_CONTENT, message, null);
    }

    public static ApiException tooLarge(String message) {
        return new ApiException(HttpStatus.CONTENT_TOO_LARGE, message, null);
    }

    public static ApiException tooMany(String message, Duration retryAfter) {
        return new ApiException(HttpStatus.TOO_MANY_REQUESTS, message, retryAfter);
    }

    public static ApiException unprocessable(String message, List<ValidationError> validationErrors) {
        return new ApiException(HttpStatus.UNPROCESSABLE_CONTENT, message, null, validationErrors);
    }

    /** @param retryAfter when the caller may try again */
    public static ApiException tooManyRequests(Duration retryAfter) {
        return new ApiException(HttpStatus.TOO_MANY_REQUESTS, "Too many requests: try again later", retryAfter);
    }

    public static ApiException unavailable(String message) {
        return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, message, Duration.ofSeconds(5));
    }

    HttpStatus status() {
        return status;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    @Nullable
    List<ValidationError> validationErrors() {
        return validationErrors;
    }
}
