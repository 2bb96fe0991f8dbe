package io.hookstream.messages.organization;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of an organization. */
public sealed interface OrganizationCommand {

    /** @param environmentId its first environment */
    record CreateOrganization(@TargetAggregateIdentifier String id, String name, String environmentId)
            implements OrganizationCommand {}
}
