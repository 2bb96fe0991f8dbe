package io.hookstream.messages.replay;

import io.hookstream.messages.Tenant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a replay. Each may be repeated: what has happened already does not happen again. */
public sealed interface ReplayCommand {

    String id();

    /**
     * Answers its version.
     *
     * @param total how many events it will be, as far as the read model knows by now
     */
    record StartReplay(@TargetAggregateIdentifier String id, Tenant tenant, ReplaySettings settings, long total)
            implements ReplayCommand {}

    /**
     * The next events have been asked to be replayed.
     *
     * @param step from 1, one more than the step before
     * @param cursor the last event of this step; null if there was none
     * @param count how many events there were in this step
     * @param exhausted whether they were the last
     */
    record AdvanceReplay(
            @TargetAggregateIdentifier String id,
            int step,
            @Nullable String cursor,
            int count,
            boolean exhausted) implements ReplayCommand {}

    /** Each event has an outcome. */
    record CompleteReplay(@TargetAggregateIdentifier String id, long succeeded, long failed, long skipped)
            implements ReplayCommand {}
}
