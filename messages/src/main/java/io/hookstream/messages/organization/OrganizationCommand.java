package io.hookstream.messages.organization;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of an organization. Each answers the version of the organization that holds the change.
 * {@code byId} is the user who asks; null if nobody does.
 */
public sealed interface OrganizationCommand {

    String id();

    @Nullable
    String byId();

    /**
     * @param environmentId its first environment
     * @param founderId the user who then owns it; null for the one that is made at the first start
     */
    record CreateOrganization(
            @TargetAggregateIdentifier String id,
            String name,
            String environmentId,
            @Nullable String founderId) implements OrganizationCommand {

        @Override
        public @Nullable String byId() {
            return founderId;
        }
    }

    /** Makes the first person who signs up its owner; refused if it has had one. */
    record ClaimOrganization(@TargetAggregateIdentifier String id, String byId) implements OrganizationCommand {}

    record RenameOrganization(
            @TargetAggregateIdentifier String id,
            String byId,
            @Nullable String name) implements OrganizationCommand {}

    /** @param mode {@link Environment#LIVE} or {@link Environment#TEST} */
    record CreateEnvironment(
            @TargetAggregateIdentifier String id,
            String byId,
            String environmentId,
            @Nullable String name,
            @Nullable String mode)
            implements OrganizationCommand {}

    record RenameEnvironment(
            @TargetAggregateIdentifier String id,
            String byId,
            String environmentId,
            @Nullable String name) implements OrganizationCommand {}

    /** @param tokenHash SHA-256 of what the invited person has to show */
    record InviteMember(
            @TargetAggregateIdentifier String id,
            String byId,
            String invitationId,
            @Nullable String email,
            @Nullable String role,
            String tokenHash,
            Instant expiresAt)
            implements OrganizationCommand {}

    record WithdrawInvitation(@TargetAggregateIdentifier String id, String byId, String invitationId)
            implements OrganizationCommand {}

    /** @param email of the user who shows the invitation */
    record AcceptInvitation(@TargetAggregateIdentifier String id, String byId, String email, String tokenHash)
            implements OrganizationCommand {}

    record ChangeRole(
            @TargetAggregateIdentifier String id,
            String byId,
            String userId,
            @Nullable String role) implements OrganizationCommand {}

    /** @param userId also the one who asks: then they leave */
    record RemoveMember(@TargetAggregateIdentifier String id, String byId, String userId)
            implements OrganizationCommand {}
}
