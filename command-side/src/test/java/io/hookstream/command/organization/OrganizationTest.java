package io.hookstream.command.organization;

import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.messages.organization.OrganizationCommand.CreateOrganization;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class OrganizationTest {

    private final AggregateTestFixture<Organization> fixture = fixture(Organization.class);

    @Test
    void isCreatedWithItsFirstEnvironment() {
        fixture.givenNoPriorActivity()
                .when(new CreateOrganization("org_1", "Acme", "env_1"))
                .expectEvents(new OrganizationCreated(TENANT, "Acme"))
                .expectResultMessagePayload(0L);
    }

    @Test
    void isCreatedOnceAndKeepsItsFirstEnvironment() {
        fixture.given(new OrganizationCreated(TENANT, "Acme"))
                .when(new CreateOrganization("org_1", "Acme", "env_2"))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }
}
