package io.hookstream.api.issue;

import io.hookstream.api.Iso;
import io.hookstream.messages.issue.IssueView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An issue as it is answered.
 *
 * @param message about what happened last
 * @param severity {@code warning}, {@code error} or {@code critical}
 * @param deadCount how many deliveries are not tried again because of it
 * @param recentAttemptIds of the attempts that failed last, the newest first, at most 20
 */
record IssueResponse(
        String id,
        String destinationId,
        @Nullable String destinationName,
        String errorType,
        String message,
        String status,
        String severity,
        long occurrenceCount,
        long deadCount,
        String firstSeenAt,
        String lastSeenAt,
        @Nullable String acknowledgedAt,
        @Nullable String resolvedAt,
        @Nullable String snoozedUntil,
        List<String> recentAttemptIds) {

    static IssueResponse of(IssueView issue) {
        return new IssueResponse(
                issue.id(),
                issue.destinationId(),
                issue.destinationName(),
                issue.errorType(),
                issue.message(),
                issue.status(),
                issue.severity(),
                issue.occurrenceCount(),
                issue.deadCount(),
                issue.firstSeenAt().toString(),
                issue.lastSeenAt().toString(),
                Iso.text(issue.acknowledgedAt()),
                Iso.text(issue.resolvedAt()),
                Iso.text(issue.snoozedUntil()),
                issue.recentAttemptIds());
    }
}
