package io.hookstream.messages.issue;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;
import java.time.Instant;

/**
 * What happened to an issue, but for its occurrences: those are facts of their own, and are counted from the log. Each
 * names the destination and the error type: processors are keyed by the one, and what is open is known by both.
 */
public sealed interface IssueEvent extends DomainEvent {

    String id();

    String destinationId();

    String errorType();

    /** @param message one sentence about what happened first */
    record IssueOpened(String id, Tenant tenant, String destinationId, String errorType, String message)
            implements IssueEvent {}

    record IssueAcknowledged(String id, Tenant tenant, String destinationId, String errorType) implements IssueEvent {}

    /** It was acknowledged, or resolved; what happens from now on belongs to it again. */
    record IssueReopened(String id, Tenant tenant, String destinationId, String errorType) implements IssueEvent {}

    /**
     * It is not snoozed any more either.
     *
     * @param automatic whether nothing had happened for long; otherwise a person said so
     */
    record IssueResolved(String id, Tenant tenant, String destinationId, String errorType, boolean automatic)
            implements IssueEvent {}

    record IssueSnoozed(String id, Tenant tenant, String destinationId, String errorType, Instant until)
            implements IssueEvent {}

    record IssueUnsnoozed(String id, Tenant tenant, String destinationId, String errorType) implements IssueEvent {}
}
