package io.hookstream.command.organization;

import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.OrganizationCommand.ClaimOrganization;
import io.hookstream.messages.organization.OrganizationCommand.CreateEnvironment;
import io.hookstream.messages.organization.OrganizationCommand.CreateOrganization;
import io.hookstream.messages.organization.OrganizationCommand.RenameEnvironment;
import io.hookstream.messages.organization.OrganizationCommand.RenameOrganization;
import io.hookstream.messages.organization.OrganizationEvent;
import io.hookstream.messages.organization.OrganizationEvent.EnvironmentCreated;
import io.hookstream.messages.organization.OrganizationEvent.EnvironmentRenamed;
import io.hookstream.messages.organization.OrganizationEvent.MemberJoined;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationRenamed;
import java.util.stream.IntStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class OrganizationTest {

    private static final OrganizationCreated INSTALLED = new OrganizationCreated(TENANT, "Acme", null);
    private static final OrganizationCreated CREATED = new OrganizationCreated(TENANT, "Acme", "usr_owner");
    private static final MemberJoined OWNED = new MemberJoined(TENANT, "usr_owner", "owner", null);
    private static final MemberJoined JOINED = new MemberJoined(TENANT, "usr_member", "member", "inv_1");

    private final AggregateTestFixture<Organization> fixture = fixture(Organization.class);

    @Test
    void isCreatedWithItsFirstEnvironment() {
        fixture.givenNoPriorActivity()
                .when(new CreateOrganization("org_1", "Acme", "env_1", null))
                .expectEvents(INSTALLED)
                .expectResultMessagePayload(0L);
    }

    @Test
    void isCreatedWithItsFounderAsOwner() {
        fixture.givenNoPriorActivity()
                .when(new CreateOrganization("org_1", "Acme", "env_1", "usr_owner"))
                .expectEvents(CREATED, OWNED)
                .expectResultMessagePayload(1L);
    }

    @Test
    void isCreatedOnceAndKeepsItsFirstEnvironment() {
        fixture.given(INSTALLED)
                .when(new CreateOrganization("org_1", "Acme", "env_2", null))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void isOwnedByWhoClaimsItFirst() {
        fixture.given(INSTALLED)
                .when(new ClaimOrganization("org_1", "usr_owner"))
                .expectEvents(OWNED)
                .expectResultMessagePayload(1L);
    }

    @Test
    void isNotClaimedTwice() {
        expectRefused(
                fixture.given(INSTALLED, OWNED).when(new ClaimOrganization("org_1", "usr_late")),
                Code.CONFLICT,
                "The organization has an owner already");
    }

    @Test
    void isNotClaimedIfSomebodyFoundedIt() {
        expectRefused(
                fixture.given(CREATED).when(new ClaimOrganization("org_1", "usr_late")),
                Code.CONFLICT,
                "The organization has an owner already");
    }

    @Test
    void isRenamedOnlyToAnotherName() {
        fixture.given(CREATED, OWNED)
                .when(new RenameOrganization("org_1", "usr_owner", " Acme GmbH "))
                .expectEvents(new OrganizationRenamed(TENANT, "Acme GmbH"));
        fixture.given(CREATED, OWNED)
                .when(new RenameOrganization("org_1", "usr_owner", "Acme"))
                .expectNoEvents();
    }

    @Test
    void isChangedByItsAdministratorsOnly() {
        expectRefused(
                fixture.given(CREATED, OWNED, JOINED).when(new RenameOrganization("org_1", "usr_member", "Mine")),
                Code.FORBIDDEN,
                "This needs the role admin");
        expectRefused(
                fixture.given(CREATED, OWNED)
                        .when(new CreateEnvironment("org_1", "usr_stranger", "env_2", "Mine", "live")),
                Code.FORBIDDEN,
                "This needs the role admin");
    }

    @Test
    void hasMoreEnvironments() {
        fixture.given(CREATED, OWNED)
                .when(new CreateEnvironment("org_1", "usr_owner", "env_2", "Staging", null))
                .expectEvents(new EnvironmentCreated(new Tenant("org_1", "env_2"), "Staging", "test"))
                .expectResultMessagePayload(2L);
    }

    @Test
    void hasNoEnvironmentOfAnUnknownMode() {
        expectRefused(
                fixture.given(CREATED, OWNED)
                        .when(new CreateEnvironment("org_1", "usr_owner", "env_2", "Staging", "prod")),
                Code.INVALID,
                "mode: must be live or test; was prod");
    }

    @Test
    void hasOnlySoManyEnvironments() {
        OrganizationEvent[] many = IntStream.range(1, Organization.MAX_ENVIRONMENTS)
                .mapToObj(i -> new EnvironmentCreated(new Tenant("org_1", "env_" + (i + 1)), "No. " + i, "test"))
                .toArray(OrganizationEvent[]::new);
        expectRefused(
                fixture.given(CREATED, OWNED)
                        .andGiven((Object[]) many)
                        .when(new CreateEnvironment("org_1", "usr_owner", "env_new", "One more", "test")),
                Code.CONFLICT,
                "There are 50 environments already, which is the most there may be");
    }

    @Test
    void itsEnvironmentsAreRenamed() {
        fixture.given(CREATED, OWNED)
                .when(new RenameEnvironment("org_1", "usr_owner", "env_1", "Live"))
                .expectEvents(new EnvironmentRenamed(TENANT, "Live"));
        expectRefused(
                fixture.given(CREATED, OWNED).when(new RenameEnvironment("org_1", "usr_owner", "env_9", "Live")),
                Code.NOT_FOUND,
                "Environment not found");
    }
}
