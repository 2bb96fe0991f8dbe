package io.hookstream.messages.issue;

import io.hookstream.messages.Refused;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person sets of an issue.
 *
 * @param status one of {@link IssueStatus}
 * @param snoozedUntil until then the list of what is open leaves it out; null if it does not
 */
public record IssueSettings(
        @Nullable String status, @Nullable Instant snoozedUntil) {

    /** @throws Refused if the status is none */
    public IssueSettings checked() {
        if (status == null || !IssueStatus.ALL.contains(status)) {
            throw Refused.invalid("status: must be one of " + String.join(", ", IssueStatus.ALL) + "; was " + status);
        }
        return this;
    }
}
