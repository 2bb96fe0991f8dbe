package io.hookstream.command.deduplication;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.DedupKeyEvent.DedupKeySeen;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What equal events of a source have in common. The store's sequence numbers let only one of them be the first. */
class DedupKey {

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it
    private @Nullable String id;

    private @Nullable DedupKeySeen seen;

    /** Answers the event that is the first within the window: this one, unless there is one already. */
    String see(String keyId, Tenant tenant, String eventId, Instant now, Duration window) {
        if (seen != null && isWithin(window, seen, now)) {
            return seen.eventId();
        }
        apply(new DedupKeySeen(keyId, tenant, eventId, now));
        return eventId;
    }

    /** A clock that is set back must not make duplicates of the events of a year, so both directions count. */
    static boolean isWithin(Duration window, DedupKeySeen seen, Instant now) {
        return Duration.between(seen.at(), now).abs().compareTo(window) < 0;
    }

    @EventSourcingHandler
    void on(DedupKeySeen event) {
        id = event.id();
        seen = event;
    }
}
