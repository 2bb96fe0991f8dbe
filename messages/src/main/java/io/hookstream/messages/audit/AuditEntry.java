package io.hookstream.messages.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change.
 *
 * @param actor the id of the API key or user; null if nobody asked for it
 * @param action such as {@code source.created}
 * @param changes what it set, or set to something else; empty of a deletion
 * @param requestId as in {@code X-Request-Id}; null if there was no request
 */
public record AuditEntry(
        String id,
        Instant at,
        @Nullable String actor,
        String action,
        String resourceType,
        String resourceId,
        List<Change> changes,
        @Nullable String requestId) {

    /**
     * One field that is another than before. Secrets are masked: two that end alike look alike, and one is another.
     *
     * @param field its path, such as {@code config.url}
     * @param oldValue as JSON; null if there was none
     * @param newValue as JSON; null if there is none any more
     */
    public record Change(
            String field,
            @Nullable String oldValue,
            @Nullable String newValue) {}
}
