package io.hookstream.messages.replay;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;
import org.jspecify.annotations.Nullable;

/** What happened to a replay. */
public sealed interface ReplayEvent extends DomainEvent {

    String id();

    /** @param total how many events it will be, as far as was known then */
    record ReplayStarted(String id, Tenant tenant, ReplaySettings settings, long total) implements ReplayEvent {}

    /**
     * @param step from 1
     * @param cursor the event up to which all have been asked to be replayed; null if there is none
     * @param requested how many have been, in all steps
     * @param exhausted whether that is all
     */
    record ReplayAdvanced(
            String id, Tenant tenant, int step, @Nullable String cursor, int requested, boolean exhausted)
            implements ReplayEvent {}

    /** @param total how many events it was */
    record ReplayCompleted(String id, Tenant tenant, long total, long succeeded, long failed, long skipped)
            implements ReplayEvent {}
}
