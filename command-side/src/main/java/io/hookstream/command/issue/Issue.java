package io.hookstream.command.issue;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.command.Expected;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.issue.IssueCommand.OpenIssue;
import io.hookstream.messages.issue.IssueCommand.ResolveIssue;
import io.hookstream.messages.issue.IssueCommand.UpdateIssue;
import io.hookstream.messages.issue.IssueEvent.IssueAcknowledged;
import io.hookstream.messages.issue.IssueEvent.IssueOpened;
import io.hookstream.messages.issue.IssueEvent.IssueReopened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.IssueEvent.IssueSnoozed;
import io.hookstream.messages.issue.IssueEvent.IssueUnsnoozed;
import io.hookstream.messages.issue.IssueSettings;
import io.hookstream.messages.issue.IssueStatus;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** An issue from when it opens until it is resolved. What occurs meanwhile it need not know. */
@Aggregate
@SuppressWarnings("NullAway.Init") // Axon makes an empty one and applies the first event to it
class Issue {

    @AggregateIdentifier
    private @Nullable String id;

    private Tenant tenant;
    private String destinationId;
    private String errorType;
    private IssueSettings settings;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(OpenIssue command) {
        if (id == null) {
            apply(new IssueOpened(
                    command.id(), command.tenant(), command.destinationId(), command.errorType(), command.message()));
        }
    }

    @CommandHandler
    long handle(UpdateIssue command) {
        if (!command.tenant().equals(tenant)) {
            throw Refused.notFound("Issue");
        }
        Expected.require(command, "Issue");
        IssueSettings wanted = MergePatch.apply(settings, command.patch()).checked();
        boolean resolve = IssueStatus.RESOLVED.equals(wanted.status());
        if (resolve && command.patch().get("snoozed_until") != null) {
            throw Refused.invalid("snoozed_until: an issue that is resolved cannot be snoozed");
        }
        become(String.valueOf(wanted.status()));
        if (!resolve) {
            snooze(wanted.snoozedUntil());
        }
        return getVersion();
    }

    @CommandHandler
    void handle(ResolveIssue command) {
        if (!resolved()) {
            apply(new IssueResolved(command.id(), tenant, destinationId, errorType, true));
        }
    }

    private boolean resolved() {
        return IssueStatus.RESOLVED.equals(settings.status());
    }

    private void become(String status) {
        String self = Objects.requireNonNull(id);
        if (status.equals(settings.status())) {
            return;
        }
        if (resolved() || status.equals(IssueStatus.OPEN)) {
            apply(new IssueReopened(self, tenant, destinationId, errorType));
        }
        if (status.equals(IssueStatus.ACKNOWLEDGED)) {
            apply(new IssueAcknowledged(self, tenant, destinationId, errorType));
        } else if (status.equals(IssueStatus.RESOLVED)) {
            apply(new IssueResolved(self, tenant, destinationId, errorType, false));
        }
    }

    private void snooze(@Nullable Instant until) {
        String self = Objects.requireNonNull(id);
        if (!Objects.equals(until, settings.snoozedUntil())) {
            apply(
                    until == null
                            ? new IssueUnsnoozed(self, tenant, destinationId, errorType)
                            : new IssueSnoozed(self, tenant, destinationId, errorType, until));
        }
    }

    @EventSourcingHandler
    void on(IssueOpened event) {
        id = event.id();
        tenant = event.tenant();
        destinationId = event.destinationId();
        errorType = event.errorType();
        settings = new IssueSettings(IssueStatus.OPEN, null);
    }

    @EventSourcingHandler
    void on(IssueAcknowledged event) {
        settings = new IssueSettings(IssueStatus.ACKNOWLEDGED, settings.snoozedUntil());
    }

    @EventSourcingHandler
    void on(IssueReopened event) {
        settings = new IssueSettings(IssueStatus.OPEN, settings.snoozedUntil());
    }

    @EventSourcingHandler
    void on(IssueResolved event) {
        settings = new IssueSettings(IssueStatus.RESOLVED, null);
    }

    @EventSourcingHandler
    void on(IssueSnoozed event) {
        settings = new IssueSettings(settings.status(), event.until());
    }

    @EventSourcingHandler
    void on(IssueUnsnoozed event) {
        settings = new IssueSettings(settings.status(), null);
    }
}
