package io.hookstream.messages.organization;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;

/** @param tenant the organization and its first environment */
public record OrganizationView(String id, Tenant tenant, Revision revision, OrganizationState state) implements View {}
