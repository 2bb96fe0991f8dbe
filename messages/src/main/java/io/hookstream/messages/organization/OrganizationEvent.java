package io.hookstream.messages.organization;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened to an organization. What concerns all of it is told of its first environment. */
public sealed interface OrganizationEvent extends DomainEvent {

    /**
     * @param tenant the organization and its first environment
     * @param founderId the user who owns it; null if it was made at the first start of the installation
     */
    record OrganizationCreated(
            Tenant tenant, String name, @Nullable String founderId) implements OrganizationEvent {}

    record OrganizationRenamed(Tenant tenant, String name) implements OrganizationEvent {}

    /** @param tenant the organization and the new environment */
    record EnvironmentCreated(Tenant tenant, String name, String mode) implements OrganizationEvent {}

    record EnvironmentRenamed(Tenant tenant, String name) implements OrganizationEvent {}

    record MemberInvited(
            Tenant tenant, String invitationId, String email, String role, String tokenHash, Instant expiresAt)
            implements OrganizationEvent {}

    record InvitationWithdrawn(Tenant tenant, String invitationId) implements OrganizationEvent {}

    /** @param invitationId null for the first owner */
    record MemberJoined(
            Tenant tenant,
            String userId,
            String role,
            @Nullable String invitationId) implements OrganizationEvent {}

    record MemberRoleChanged(Tenant tenant, String userId, String role) implements OrganizationEvent {}

    record MemberLeft(Tenant tenant, String userId) implements OrganizationEvent {}
}
