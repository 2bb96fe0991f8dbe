package io.hookstream.command.organization;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.OrganizationCommand.CreateOrganization;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** An organization. */
@Aggregate
class Organization {

    @AggregateIdentifier
    private @Nullable String id;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(CreateOrganization command) {
        if (id == null) {
            apply(new OrganizationCreated(new Tenant(command.id(), command.environmentId()), command.name()));
        }
        return getVersion();
    }

    @EventSourcingHandler
    void on(OrganizationCreated event) {
        id = event.tenant().organizationId();
    }
}
