package io.hookstream.messages.issue;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issue as it is read.
 *
 * @param destinationName null if the destination is deleted
 * @param message one sentence about what happened last
 * @param severity one of {@link IssueSeverity}
 * @param deadCount how many deliveries are not tried again because of it
 * @param firstSeenAt when the first of the attempts that failed was made
 * @param lastSeenAt when the last of them was made
 * @param recentAttemptIds of those that failed last, the newest first, at most 20
 */
public record IssueView(
        String id,
        Tenant tenant,
        Revision revision,
        String destinationId,
        @Nullable String destinationName,
        String errorType,
        String message,
        String status,
        String severity,
        long occurrenceCount,
        long deadCount,
        Instant firstSeenAt,
        Instant lastSeenAt,
        @Nullable Instant acknowledgedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant snoozedUntil,
        List<String> recentAttemptIds)
        implements View {}
