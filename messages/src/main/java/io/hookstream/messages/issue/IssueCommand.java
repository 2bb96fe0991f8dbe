package io.hookstream.messages.issue;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.Versioned;
import java.util.Map;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of an issue. Each may be repeated: what has happened already does not happen again. */
public sealed interface IssueCommand {

    String id();

    /** @param message one sentence about what happened first */
    record OpenIssue(
            @TargetAggregateIdentifier String id, Tenant tenant, String destinationId, String errorType, String message)
            implements IssueCommand {}

    /**
     * A person changes it. Answers the version of the issue that holds the change.
     *
     * @param patch of its {@link IssueSettings}, see {@link io.hookstream.messages.MergePatch}
     */
    record UpdateIssue(
            @TargetAggregateIdentifier String id,
            Tenant tenant,
            Map<String, Object> patch,
            @Nullable Long expectedVersion)
            implements IssueCommand, Versioned {

        public UpdateIssue(String id, Tenant tenant, Map<String, Object> patch) {
            this(id, tenant, patch, null);
        }

        @Override
        public UpdateIssue expecting(long version) {
            return new UpdateIssue(id, tenant, patch, version);
        }
    }

    /** Nothing has happened for long. */
    record ResolveIssue(@TargetAggregateIdentifier String id) implements IssueCommand {}
}
