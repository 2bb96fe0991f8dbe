package io.hookstream.messages.organization;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;

/** What happened to an organization. */
public sealed interface OrganizationEvent extends DomainEvent {

    /** @param tenant the organization and its first environment */
    record OrganizationCreated(Tenant tenant, String name) implements OrganizationEvent {}
}
