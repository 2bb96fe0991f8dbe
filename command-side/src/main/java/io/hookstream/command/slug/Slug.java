package io.hookstream.command.slug;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.hookstream.messages.Refused;
import io.hookstream.messages.SlugEvent.SlugReleased;
import io.hookstream.messages.SlugEvent.SlugTaken;
import io.hookstream.messages.Tenant;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** One slug of one kind of thing in one environment, free or taken. The store's sequence numbers make it unique. */
@Aggregate
class Slug {

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it
    private @Nullable String id;

    private @Nullable String ownerId;

    void take(String slugId, Tenant tenant, String newOwnerId) {
        if (newOwnerId.equals(ownerId)) {
            return;
        }
        if (ownerId != null) {
            throw Refused.conflict("slug: is taken by " + ownerId);
        }
        apply(new SlugTaken(slugId, tenant, newOwnerId));
    }

    void release(String slugId, Tenant tenant, String oldOwnerId) {
        if (oldOwnerId.equals(ownerId)) {
            apply(new SlugReleased(slugId, tenant));
        }
    }

    @EventSourcingHandler
    void on(SlugTaken event) {
        id = event.id();
        ownerId = event.ownerId();
    }

    @EventSourcingHandler
    void on(SlugReleased event) {
        id = event.id();
        ownerId = null;
    }
}
