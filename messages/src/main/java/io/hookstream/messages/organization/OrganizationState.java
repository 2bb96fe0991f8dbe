package io.hookstream.messages.organization;

import io.hookstream.messages.organization.OrganizationEvent.EnvironmentCreated;
import io.hookstream.messages.organization.OrganizationEvent.EnvironmentRenamed;
import io.hookstream.messages.organization.OrganizationEvent.InvitationWithdrawn;
import io.hookstream.messages.organization.OrganizationEvent.MemberInvited;
import io.hookstream.messages.organization.OrganizationEvent.MemberJoined;
import io.hookstream.messages.organization.OrganizationEvent.MemberLeft;
import io.hookstream.messages.organization.OrganizationEvent.MemberRoleChanged;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationRenamed;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An organization as its domain events make it: the aggregate decides by it, and the read model shows it.
 *
 * @param founderId null for the installation's own, whose owners may administer the server
 */
public record OrganizationState(
        String name,
        @Nullable String founderId,
        List<Environment> environments,
        List<Member> members,
        List<Invitation> invitations) {

    public static final OrganizationState NONE = new OrganizationState("", null, List.of(), List.of(), List.of());

    public record Member(String userId, String role, Instant joinedAt) {}

    /** Open, or expired; it is gone once it is accepted or withdrawn. */
    public record Invitation(
            String id, String email, String role, String tokenHash, Instant createdAt, Instant expiresAt) {}

    /** Null for who is no member. */
    public @Nullable String roleOf(String userId) {
        return members.stream()
                .filter(member -> member.userId().equals(userId))
                .map(Member::role)
                .findFirst()
                .orElse(null);
    }

    public @Nullable Environment environment(String id) {
        return environments.stream()
                .filter(environment -> environment.id().equals(id))
                .findFirst()
                .orElse(null);
    }

    public OrganizationState after(OrganizationEvent happened, Instant at) {
        return switch (happened) {
            case OrganizationCreated event ->
                new OrganizationState(
                        event.name(),
                        event.founderId(),
                        List.of(new Environment(
                                event.tenant().environmentId(), Environment.FIRST, Environment.LIVE, at)),
                        List.of(),
                        List.of());
            case OrganizationRenamed event ->
                new OrganizationState(event.name(), founderId, environments, members, invitations);
            case EnvironmentCreated event ->
                with(plus(
                        environments, new Environment(event.tenant().environmentId(), event.name(), event.mode(), at)));
            case EnvironmentRenamed event ->
                with(environments.stream()
                        .map(old -> old.id().equals(event.tenant().environmentId()) ? old.named(event.name()) : old)
                        .toList());
            case MemberInvited event ->
                with(
                        members,
                        plus(
                                invitations,
                                new Invitation(
                                        event.invitationId(),
                                        event.email(),
                                        event.role(),
                                        event.tokenHash(),
                                        at,
                                        event.expiresAt())));
            case InvitationWithdrawn event ->
                with(members, without(invitations, old -> old.id().equals(event.invitationId())));
            case MemberJoined event ->
                with(
                        plus(members, new Member(event.userId(), event.role(), at)),
                        without(invitations, old -> old.id().equals(event.invitationId())));
            case MemberRoleChanged event ->
                with(
                        members.stream()
                                .map(old -> old.userId().equals(event.userId())
                                        ? new Member(old.userId(), event.role(), old.joinedAt())
                                        : old)
                                .toList(),
                        invitations);
            case MemberLeft event -> with(without(members, old -> old.userId().equals(event.userId())), invitations);
        };
    }

    private OrganizationState with(List<Environment> changed) {
        return new OrganizationState(name, founderId, changed, members, invitations);
    }

    private OrganizationState with(List<Member> changedMembers, List<Invitation> changedInvitations) {
        return new OrganizationState(name, founderId, environments, changedMembers, changedInvitations);
    }

    private static <T> List<T> plus(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    private static <T> List<T> without(List<T> list, Predicate<T> gone) {
        return list.stream().filter(gone.negate()).toList();
    }
}
