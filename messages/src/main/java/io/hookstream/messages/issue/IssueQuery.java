package io.hookstream.messages.issue;

import io.hookstream.messages.Tenant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about issues. */
public sealed interface IssueQuery {

    /** Answers an {@link IssueView} or null. */
    record FindIssue(String id, Tenant tenant) implements IssueQuery {}

    /**
     * Answers {@link Issues}, the newest first. What is null does not restrict.
     *
     * @param awakeAt leaves out what is snoozed at this time
     */
    record ListIssues(
            Tenant tenant,
            @Nullable String status,
            @Nullable String destinationId,
            @Nullable Instant awakeAt,
            int offset,
            int limit)
            implements IssueQuery {}

    /** @param total how many match in all */
    record Issues(List<IssueView> issues, long total) {}

    /**
     * Answers {@link Summary}.
     *
     * @param at what is snoozed at this time is counted apart
     */
    record CountIssues(Tenant tenant, Instant at) implements IssueQuery {}

    /**
     * How many there are of each status.
     *
     * @param open without those that are snoozed
     * @param snoozed those that are open, and snoozed
     */
    record Summary(long open, long acknowledged, long resolved, long snoozed) {}
}
