package io.hookstream.command.organization;

import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.organization.OrganizationCommand.AcceptInvitation;
import io.hookstream.messages.organization.OrganizationCommand.ChangeRole;
import io.hookstream.messages.organization.OrganizationCommand.InviteMember;
import io.hookstream.messages.organization.OrganizationCommand.RemoveMember;
import io.hookstream.messages.organization.OrganizationCommand.WithdrawInvitation;
import io.hookstream.messages.organization.OrganizationEvent.InvitationWithdrawn;
import io.hookstream.messages.organization.OrganizationEvent.MemberInvited;
import io.hookstream.messages.organization.OrganizationEvent.MemberJoined;
import io.hookstream.messages.organization.OrganizationEvent.MemberLeft;
import io.hookstream.messages.organization.OrganizationEvent.MemberRoleChanged;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes into an organization, and what they may do to each other. */
class MembersTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final MemberInvited INVITED =
            new MemberInvited(TENANT, "inv_1", "new@example.com", "viewer", "hash_1", LATER);

    private final AggregateTestFixture<Organization> fixture = fixture(Organization.class);

    @BeforeEach
    void stopTheClock() {
        fixture.registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** An owner, an administrator, a member and a viewer. */
    private TestExecutor<Organization> members() {
        return fixture.given(
                new OrganizationCreated(TENANT, "Acme", "usr_owner"),
                new MemberJoined(TENANT, "usr_owner", "owner", null),
                new MemberJoined(TENANT, "usr_admin", "admin", "inv_a"),
                new MemberJoined(TENANT, "usr_member", "member", "inv_m"),
                new MemberJoined(TENANT, "usr_viewer", "viewer", "inv_v"));
    }

    private static InviteMember invite(String by, String email, String role) {
        return new InviteMember("org_1", by, "inv_2", email, role, "hash_2", LATER);
    }

    @Test
    void anAdministratorInvites() {
        members()
                .when(invite("usr_admin", " New@Example.com", "viewer"))
                .expectEvents(new MemberInvited(TENANT, "inv_2", "new@example.com", "viewer", "hash_2", LATER));
    }

    @Test
    void aNewInvitationReplacesOneForTheSameAddressAndThoseThatHaveExpired() {
        members()
                .andGiven(
                        INVITED,
                        new MemberInvited(TENANT, "inv_old", "old@example.com", "viewer", "hash_0", NOW),
                        new MemberInvited(TENANT, "inv_other", "other@example.com", "viewer", "hash_3", LATER))
                .when(invite("usr_owner", "new@example.com", "member"))
                .expectEvents(
                        new InvitationWithdrawn(TENANT, "inv_1"),
                        new InvitationWithdrawn(TENANT, "inv_old"),
                        new MemberInvited(TENANT, "inv_2", "new@example.com", "member", "hash_2", LATER));
    }

    @ParameterizedTest
    @CsvSource({
        "usr_member,   viewer, This needs the role admin",
        "usr_viewer,   viewer, This needs the role admin",
        "usr_stranger, viewer, This needs the role admin",
        "usr_admin,    owner,  This needs the role owner"
    })
    void nobodyInvitesBeyondTheirRole(String by, String role, String reason) {
        expectRefused(members().when(invite(by, "new@example.com", role)), Code.FORBIDDEN, reason);
    }

    @Test
    void anInvitationIsAccepted() {
        members()
                .andGiven(INVITED)
                .when(new AcceptInvitation("org_1", "usr_new", "new@example.com", "hash_1"))
                .expectEvents(new MemberJoined(TENANT, "usr_new", "viewer", "inv_1"));
    }

    @Test
    void anInvitationIsForOneAddress() {
        expectRefused(
                members()
                        .andGiven(INVITED)
                        .when(new AcceptInvitation("org_1", "usr_new", "other@example.com", "hash_1")),
                Code.FORBIDDEN,
                "The invitation is for another email address");
    }

    @Test
    void anInvitationThatIsUnknownUsedWithdrawnOrExpiredIsNotFound() {
        AcceptInvitation accept = new AcceptInvitation("org_1", "usr_new", "new@example.com", "hash_1");
        expectRefused(members().when(accept), Code.NOT_FOUND, "Invitation not found");
        expectRefused(
                members()
                        .andGiven(
                                INVITED,
                                new MemberJoined(TENANT, "usr_new", "viewer", "inv_1"),
                                new MemberLeft(TENANT, "usr_new"))
                        .when(accept),
                Code.NOT_FOUND,
                "Invitation not found");
        expectRefused(
                members()
                        .andGiven(INVITED, new InvitationWithdrawn(TENANT, "inv_1"))
                        .when(accept),
                Code.NOT_FOUND,
                "Invitation not found");
        expectRefused(
                members()
                        .andGiven(new MemberInvited(TENANT, "inv_1", "new@example.com", "viewer", "hash_1", NOW))
                        .when(accept),
                Code.NOT_FOUND,
                "Invitation not found");
    }

    @Test
    void aMemberDoesNotJoinAgain() {
        expectRefused(
                members()
                        .andGiven(INVITED)
                        .when(new AcceptInvitation("org_1", "usr_member", "new@example.com", "hash_1")),
                Code.CONFLICT,
                "You are a member of this organization already");
    }

    @Test
    void anInvitationIsWithdrawnOnce() {
        WithdrawInvitation withdraw = new WithdrawInvitation("org_1", "usr_admin", "inv_1");
        members().andGiven(INVITED).when(withdraw).expectEvents(new InvitationWithdrawn(TENANT, "inv_1"));
        expectRefused(members().when(withdraw), Code.NOT_FOUND, "Invitation not found");
    }

    @ParameterizedTest
    @CsvSource({"usr_admin, usr_viewer, member", "usr_admin, usr_admin, member", "usr_owner, usr_admin, owner"})
    void aRoleIsChanged(String by, String who, String role) {
        members().when(new ChangeRole("org_1", by, who, role)).expectEvents(new MemberRoleChanged(TENANT, who, role));
    }

    @ParameterizedTest
    @CsvSource({
        "usr_member, usr_viewer, viewer, FORBIDDEN, This needs the role admin",
        "usr_admin,  usr_admin,  owner,  FORBIDDEN, This needs the role owner",
        "usr_admin,  usr_owner,  viewer, FORBIDDEN, This needs the role owner",
        "usr_owner,  usr_nobody, viewer, NOT_FOUND, Member not found",
        "usr_owner,  usr_owner,  admin,  CONFLICT,  An organization needs an owner: make another member one first"
    })
    void aRoleIsNotChanged(String by, String who, String role, Code code, String reason) {
        expectRefused(members().when(new ChangeRole("org_1", by, who, role)), code, reason);
    }

    @Test
    void anOwnerStepsDownOnceThereIsAnother() {
        members()
                .andGiven(new MemberRoleChanged(TENANT, "usr_admin", "owner"))
                .when(new ChangeRole("org_1", "usr_owner", "usr_owner", "viewer"))
                .expectEvents(new MemberRoleChanged(TENANT, "usr_owner", "viewer"));
    }

    @ParameterizedTest
    @CsvSource({"usr_admin, usr_member", "usr_owner, usr_admin", "usr_viewer, usr_viewer"})
    void aMemberIsRemovedOrLeaves(String by, String who) {
        members().when(new RemoveMember("org_1", by, who)).expectEvents(new MemberLeft(TENANT, who));
    }

    @ParameterizedTest
    @CsvSource({
        "usr_member, usr_viewer, FORBIDDEN, This needs the role admin",
        "usr_admin,  usr_owner,  FORBIDDEN, This needs the role owner",
        "usr_owner,  usr_nobody, NOT_FOUND, Member not found",
        "usr_owner,  usr_owner,  CONFLICT,  An organization needs an owner: make another member one first"
    })
    void aMemberIsNotRemoved(String by, String who, Code code, String reason) {
        expectRefused(members().when(new RemoveMember("org_1", by, who)), code, reason);
    }
}
