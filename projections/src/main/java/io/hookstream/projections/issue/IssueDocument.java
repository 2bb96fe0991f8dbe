package io.hookstream.projections.issue;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.issue.IssueSeverity;
import io.hookstream.messages.issue.IssueStatus;
import io.hookstream.messages.issue.IssueView;
import io.hookstream.messages.issue.Occurrence;
import io.hookstream.projections.CollectionIndexes;
import io.hookstream.projections.ResourceDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** How an issue is kept, with what has been counted for it. */
public final class IssueDocument {

    public static final String COLLECTION = "issues";
    public static final String DESTINATION_ID = "destination_id";
    public static final String STATUS = "status";

    /** Long ago if it never was: so what is not snoozed is one range. */
    public static final String SNOOZED_UNTIL = "snoozed_until";

    /** Whether it is one yet: occurrences come first, and then somebody opens an issue because of them. */
    public static final String OPENED = "opened";

    static final String ID = "_id";
    static final String ERROR_TYPE = "error_type";

    /** Up to where in the log it has come. */
    static final String POSITION = "position";

    private static final String MESSAGE = "message";
    private static final String SEVERITY = "severity";
    private static final String OCCURRENCE_COUNT = "occurrence_count";
    private static final String DEAD_COUNT = "dead_count";
    private static final String FIRST_SEEN_AT = "first_seen_at";
    private static final String LAST_SEEN_AT = "last_seen_at";
    private static final String ACKNOWLEDGED_AT = "acknowledged_at";
    private static final String RESOLVED_AT = "resolved_at";
    private static final String RECENT_ATTEMPT_IDS = "recent_attempt_ids";
    private static final String VERSION = "version";
    private static final String CREATED_AT = "created_at";
    private static final String UPDATED_AT = "updated_at";
    private static final int MAX_RECENT = 20;
    private static final Date NEVER = new Date(0);

    /** The lists of a tenant's: all, and by the fields that select. */
    static final List<Bson> INDEXES = List.of(
            CollectionIndexes.ofTenant(OPENED, ID),
            CollectionIndexes.ofTenant(OPENED, STATUS, ID, SNOOZED_UNTIL),
            CollectionIndexes.ofTenant(OPENED, DESTINATION_ID, ID),
            CollectionIndexes.ofTenant(OPENED, DESTINATION_ID, STATUS, ID, SNOOZED_UNTIL));

    private IssueDocument() {}

    static Document of(String id, Tenant tenant, String destinationId, String errorType, Instant at) {
        return new Document(ID, id)
                .append(ResourceDocument.ORGANIZATION_ID, tenant.organizationId())
                .append(ResourceDocument.ENVIRONMENT_ID, tenant.environmentId())
                .append(DESTINATION_ID, destinationId)
                .append(ERROR_TYPE, errorType)
                .append(STATUS, IssueStatus.OPEN)
                .append(SNOOZED_UNTIL, NEVER)
                .append(OPENED, false)
                .append(OCCURRENCE_COUNT, 0L)
                .append(DEAD_COUNT, 0L)
                .append(FIRST_SEEN_AT, Date.from(at))
                .append(LAST_SEEN_AT, Date.from(at))
                .append(RECENT_ATTEMPT_IDS, List.of())
                .append(VERSION, -1L)
                .append(CREATED_AT, Date.from(at))
                .append(UPDATED_AT, Date.from(at));
    }

    /** The attempts of a destination run side by side: which of them failed first is not in the order of the log. */
    static void occurred(Document issue, Occurrence occurrence) {
        Date at = Date.from(occurrence.at());
        issue.append(OCCURRENCE_COUNT, issue.getLong(OCCURRENCE_COUNT) + 1).append(MESSAGE, occurrence.message());
        if (at.before(issue.getDate(FIRST_SEEN_AT))) {
            issue.append(FIRST_SEEN_AT, at);
        }
        if (at.after(issue.getDate(LAST_SEEN_AT))) {
            issue.append(LAST_SEEN_AT, at);
        }
        if (occurrence.attemptId() != null) {
            List<String> recent = new ArrayList<>(issue.getList(RECENT_ATTEMPT_IDS, String.class));
            recent.addFirst(occurrence.attemptId());
            issue.append(RECENT_ATTEMPT_IDS, List.copyOf(recent.subList(0, Math.min(recent.size(), MAX_RECENT))));
        }
        judge(issue);
    }

    static void died(Document issue) {
        issue.append(DEAD_COUNT, issue.getLong(DEAD_COUNT) + 1);
        judge(issue);
    }

    private static void judge(Document issue) {
        issue.append(
                SEVERITY,
                IssueSeverity.of(
                        issue.getString(ERROR_TYPE), issue.getLong(OCCURRENCE_COUNT), issue.getLong(DEAD_COUNT)));
    }

    static void opened(Document issue, String message, Instant at) {
        issue.append(OPENED, true).append(CREATED_AT, Date.from(at)).putIfAbsent(MESSAGE, message);
        judge(issue);
    }

    static void acknowledged(Document issue, Instant at) {
        issue.append(STATUS, IssueStatus.ACKNOWLEDGED).append(ACKNOWLEDGED_AT, Date.from(at));
    }

    static void reopened(Document issue) {
        issue.append(STATUS, IssueStatus.OPEN).append(ACKNOWLEDGED_AT, null).append(RESOLVED_AT, null);
    }

    static void resolved(Document issue, Instant at) {
        issue.append(STATUS, IssueStatus.RESOLVED)
                .append(RESOLVED_AT, Date.from(at))
                .append(SNOOZED_UNTIL, NEVER);
    }

    static void snoozed(Document issue, @Nullable Instant until) {
        issue.append(SNOOZED_UNTIL, until == null ? NEVER : Date.from(until));
    }

    static void changed(Document issue, long version, Instant at) {
        issue.append(VERSION, version).append(UPDATED_AT, Date.from(at));
    }

    public static Revision revision(Document issue) {
        return new Revision(
                issue.getLong(VERSION),
                false,
                time(issue, CREATED_AT).toString(),
                time(issue, UPDATED_AT).toString());
    }

    public static IssueView view(Document issue, @Nullable String destinationName) {
        return new IssueView(
                issue.getString(ID),
                ResourceDocument.tenant(issue),
                revision(issue),
                issue.getString(DESTINATION_ID),
                destinationName,
                issue.getString(ERROR_TYPE),
                issue.getString(MESSAGE),
                issue.getString(STATUS),
                issue.getString(SEVERITY),
                issue.getLong(OCCURRENCE_COUNT),
                issue.getLong(DEAD_COUNT),
                time(issue, FIRST_SEEN_AT),
                time(issue, LAST_SEEN_AT),
                ResourceDocument.instant(issue, ACKNOWLEDGED_AT),
                ResourceDocument.instant(issue, RESOLVED_AT),
                issue.getDate(SNOOZED_UNTIL).after(NEVER) ? ResourceDocument.instant(issue, SNOOZED_UNTIL) : null,
                issue.getList(RECENT_ATTEMPT_IDS, String.class));
    }

    private static Instant time(Document issue, String field) {
        return Objects.requireNonNull(ResourceDocument.instant(issue, field));
    }
}
