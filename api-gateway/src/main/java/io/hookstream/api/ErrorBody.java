package io.hookstream.api;

/**
 * How every error is answered.
 *
 * @param error for the person who reads it
 * @param status the HTTP status
 * @param requestId as in {@code X-Request-Id}
 */
public record ErrorBody(String error, int status, String requestId) {}
