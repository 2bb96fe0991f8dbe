package io.hookstream.command.destination;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.command.Expected;
import io.hookstream.command.slug.Slugs;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationCommand.CreateDestination;
import io.hookstream.messages.destination.DestinationCommand.DeleteDestination;
import io.hookstream.messages.destination.DestinationCommand.UpdateDestination;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationSettings;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** A destination. Once deleted it stays deleted, and its attempts stay. */
@Aggregate
public class Destination {

    private static final String KIND = "destination";

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable Tenant tenant;

    /** Null before it is created and after it is deleted. */
    private @Nullable DestinationSettings settings;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(CreateDestination command, Slugs slugs, LentIdentity lent) {
        if (id == null) {
            DestinationSettings created = command.settings().checked(command.id());
            lent.require(created.config());
            slugs.move(KIND, command.tenant(), command.id(), null, created.slug());
            apply(new DestinationCreated(command.id(), command.tenant(), created));
        }
        return getVersion();
    }

    @CommandHandler
    long handle(UpdateDestination command, Slugs slugs, LentIdentity lent) {
        DestinationSettings current = require(command.tenant());
        Expected.require(command, "Destination");
        DestinationSettings updated = MergePatch.apply(current, command.patch()).checked(command.id());
        if (!updated.equals(current)) {
            lent.require(updated.config());
            slugs.move(KIND, command.tenant(), command.id(), current.slug(), updated.slug());
            apply(new DestinationUpdated(command.id(), command.tenant(), updated));
        }
        return getVersion();
    }

    @CommandHandler
    long handle(DeleteDestination command, Slugs slugs) {
        DestinationSettings current = require(command.tenant());
        Expected.require(command, "Destination");
        slugs.move(KIND, command.tenant(), command.id(), current.slug(), null);
        apply(new DestinationDeleted(command.id(), command.tenant()));
        return getVersion();
    }

    /**
     * What it is set to, for those who may know it.
     *
     * @throws Refused if it is deleted or another tenant's
     */
    public DestinationSettings require(Tenant asker) {
        if (settings == null || !asker.equals(tenant)) {
            throw Refused.notFound("Destination");
        }
        return settings;
    }

    @EventSourcingHandler
    void on(DestinationCreated event) {
        id = event.id();
        tenant = event.tenant();
        settings = event.settings();
    }

    @EventSourcingHandler
    void on(DestinationUpdated event) {
        settings = event.settings();
    }

    @EventSourcingHandler
    void on(DestinationDeleted event) {
        settings = null;
    }
}
