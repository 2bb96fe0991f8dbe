package io.hookstream.command.organization;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.Environment;
import io.hookstream.messages.organization.OrganizationCommand;
import io.hookstream.messages.organization.OrganizationCommand.AcceptInvitation;
import io.hookstream.messages.organization.OrganizationCommand.ChangeRole;
import io.hookstream.messages.organization.OrganizationCommand.ClaimOrganization;
import io.hookstream.messages.organization.OrganizationCommand.CreateEnvironment;
import io.hookstream.messages.organization.OrganizationCommand.CreateOrganization;
import io.hookstream.messages.organization.OrganizationCommand.InviteMember;
import io.hookstream.messages.organization.OrganizationCommand.RemoveMember;
import io.hookstream.messages.organization.OrganizationCommand.RenameEnvironment;
import io.hookstream.messages.organization.OrganizationCommand.RenameOrganization;
import io.hookstream.messages.organization.OrganizationCommand.WithdrawInvitation;
import io.hookstream.messages.organization.OrganizationEvent;
import io.hookstream.messages.organization.OrganizationEvent.EnvironmentCreated;
import io.hookstream.messages.organization.OrganizationEvent.EnvironmentRenamed;
import io.hookstream.messages.organization.OrganizationEvent.InvitationWithdrawn;
import io.hookstream.messages.organization.OrganizationEvent.MemberInvited;
import io.hookstream.messages.organization.OrganizationEvent.MemberJoined;
import io.hookstream.messages.organization.OrganizationEvent.MemberLeft;
import io.hookstream.messages.organization.OrganizationEvent.MemberRoleChanged;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationRenamed;
import io.hookstream.messages.organization.OrganizationState;
import io.hookstream.messages.organization.OrganizationState.Invitation;
import io.hookstream.messages.organization.Role;
import io.hookstream.messages.user.UserProfile;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** An organization, its environments and who belongs to it. Once it has an owner, it always has one. */
@Aggregate
class Organization {

    static final int MAX_ENVIRONMENTS = 50;
    static final int MAX_MEMBERS = 500;
    static final int MAX_INVITATIONS = 100;

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable Tenant home;
    private OrganizationState state = OrganizationState.NONE;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(CreateOrganization command) {
        if (id == null) {
            Tenant tenant = new Tenant(command.id(), command.environmentId());
            apply(new OrganizationCreated(tenant, command.name(), command.founderId()));
            if (command.founderId() != null) {
                apply(new MemberJoined(tenant, command.founderId(), Role.OWNER, null));
            }
        }
        return getVersion();
    }

    @CommandHandler
    long handle(ClaimOrganization command) {
        if (state.founderId() != null || !state.members().isEmpty()) {
            throw Refused.conflict("The organization has an owner already");
        }
        return happened(new MemberJoined(home(), command.byId(), Role.OWNER, null));
    }

    @CommandHandler
    long handle(RenameOrganization command) {
        require(command, Role.ADMIN);
        String name = Check.name(command.name());
        return name.equals(state.name()) ? getVersion() : happened(new OrganizationRenamed(home(), name));
    }

    @CommandHandler
    long handle(CreateEnvironment command) {
        require(command, Role.ADMIN);
        limit(state.environments().size(), MAX_ENVIRONMENTS, "environments");
        String name = Check.name(command.name());
        String mode = Environment.mode(command.mode());
        return happened(new EnvironmentCreated(new Tenant(command.id(), command.environmentId()), name, mode));
    }

    @CommandHandler
    long handle(RenameEnvironment command) {
        require(command, Role.ADMIN);
        Environment environment = state.environment(command.environmentId());
        if (environment == null) {
            throw Refused.notFound("Environment");
        }
        String name = Check.name(command.name());
        return name.equals(environment.name())
                ? getVersion()
                : happened(new EnvironmentRenamed(new Tenant(command.id(), environment.id()), name));
    }

    @CommandHandler
    long handle(InviteMember command, Clock clock) {
        require(command, Role.ADMIN);
        String role = Role.checked(command.role());
        requireMayGrant(command, role);
        String email = UserProfile.email(command.email());
        Instant now = clock.instant();
        // What has expired makes room, and a new invitation replaces an older one.
        state.invitations().stream()
                .filter(old -> old.email().equals(email) || !old.expiresAt().isAfter(now))
                .forEach(old -> apply(new InvitationWithdrawn(home(), old.id())));
        limit(state.invitations().size(), MAX_INVITATIONS, "open invitations");
        return happened(new MemberInvited(
                home(), command.invitationId(), email, role, command.tokenHash(), command.expiresAt()));
    }

    @CommandHandler
    long handle(WithdrawInvitation command) {
        require(command, Role.ADMIN);
        if (state.invitations().stream().noneMatch(invitation -> invitation.id().equals(command.invitationId()))) {
            throw Refused.notFound("Invitation");
        }
        return happened(new InvitationWithdrawn(home(), command.invitationId()));
    }

    @CommandHandler
    long handle(AcceptInvitation command, Clock clock) {
        Invitation invitation = state.invitations().stream()
                .filter(open -> open.tokenHash().equals(command.tokenHash())
                        && open.expiresAt().isAfter(clock.instant()))
                .findFirst()
                .orElseThrow(() -> Refused.notFound("Invitation"));
        if (!invitation.email().equals(command.email())) {
            throw Refused.forbidden("The invitation is for another email address");
        }
        if (state.roleOf(command.byId()) != null) {
            throw Refused.conflict("You are a member of this organization already");
        }
        limit(state.members().size(), MAX_MEMBERS, "members");
        return happened(new MemberJoined(home(), command.byId(), invitation.role(), invitation.id()));
    }

    @CommandHandler
    long handle(ChangeRole command) {
        require(command, Role.ADMIN);
        String current = roleOf(command.userId());
        String role = Role.checked(command.role());
        requireMayGrant(command, role);
        requireMayGrant(command, current);
        if (role.equals(current)) {
            return getVersion();
        }
        requireAnotherOwner(current);
        return happened(new MemberRoleChanged(home(), command.userId(), role));
    }

    @CommandHandler
    long handle(RemoveMember command) {
        String current = roleOf(command.userId());
        if (!command.userId().equals(command.byId())) {
            require(command, Role.ADMIN);
            requireMayGrant(command, current);
        }
        requireAnotherOwner(current);
        return happened(new MemberLeft(home(), command.userId()));
    }

    private long happened(OrganizationEvent event) {
        apply(event);
        return getVersion();
    }

    private Tenant home() {
        return Objects.requireNonNull(home);
    }

    private String roleOf(String userId) {
        String role = state.roleOf(userId);
        if (role == null) {
            throw Refused.notFound("Member");
        }
        return role;
    }

    private void require(OrganizationCommand command, String role) {
        if (command.byId() == null || !Role.includes(state.roleOf(command.byId()), role)) {
            throw Refused.forbidden("This needs the role " + role);
        }
    }

    private static void limit(int size, int max, String what) {
        if (size >= max) {
            throw Refused.conflict("There are " + max + " " + what + " already, which is the most there may be");
        }
    }

    /** Only owners make owners, or change what an owner is. */
    private void requireMayGrant(OrganizationCommand command, String role) {
        if (role.equals(Role.OWNER)) {
            require(command, Role.OWNER);
        }
    }

    private void requireAnotherOwner(String role) {
        if (role.equals(Role.OWNER)
                && state.members().stream()
                                .filter(member -> member.role().equals(Role.OWNER))
                                .count()
                        < 2) {
            throw Refused.conflict("An organization needs an owner: make another member one first");
        }
    }

    @EventSourcingHandler
    void on(OrganizationEvent event, @Timestamp Instant at) {
        if (event instanceof OrganizationCreated created) {
            id = created.tenant().organizationId();
            home = created.tenant();
        }
        state = state.after(event, at);
    }
}
