package io.hookstream.projections.organization;

import static io.hookstream.projections.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.Environment;
import io.hookstream.messages.organization.OrganizationEvent.EnvironmentCreated;
import io.hookstream.messages.organization.OrganizationEvent.EnvironmentRenamed;
import io.hookstream.messages.organization.OrganizationEvent.MemberInvited;
import io.hookstream.messages.organization.OrganizationEvent.MemberJoined;
import io.hookstream.messages.organization.OrganizationEvent.MemberLeft;
import io.hookstream.messages.organization.OrganizationEvent.MemberRoleChanged;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationRenamed;
import io.hookstream.messages.organization.OrganizationState;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import java.time.Instant;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class OrganizationProjectionIT extends WithProjections {

    private Document organization() {
        return projections.document(OrganizationProjection.COLLECTION, TENANT.organizationId());
    }

    private OrganizationState state() {
        return ResourceDocument.settings(organization(), OrganizationState.class);
    }

    @Test
    void isUnclaimedUntilSomebodyOwnsIt() {
        projections.project(new OrganizationCreated(TENANT, "Acme", null));
        assertThat(organization().getBoolean(OrganizationProjection.UNCLAIMED)).isTrue();
        assertThat(state().environments()).extracting(Environment::mode).containsExactly("live");

        projections.project(new MemberJoined(TENANT, "usr_1", "owner", null));
        assertThat(organization().getBoolean(OrganizationProjection.UNCLAIMED)).isFalse();
        assertThat(organization().getList(OrganizationProjection.MEMBERS, String.class))
                .containsExactly("usr_1");
    }

    @Test
    void knowsItsEnvironmentsMembersAndInvitations() {
        Tenant staging = new Tenant(TENANT.organizationId(), "env_staging");
        Instant end = Instant.parse("2026-02-02T00:00:00Z");
        projections.project(
                new OrganizationCreated(TENANT, "Acme", "usr_1"),
                new MemberJoined(TENANT, "usr_1", "owner", null),
                new OrganizationRenamed(TENANT, "Acme GmbH"),
                new EnvironmentCreated(staging, "Staging", "test"),
                new EnvironmentRenamed(staging, "Preview"),
                new MemberInvited(TENANT, "inv_1", "grace@example.com", "member", "hash_1", end),
                new MemberInvited(TENANT, "inv_2", "eve@example.com", "viewer", "hash_2", end),
                new MemberJoined(TENANT, "usr_2", "member", "inv_1"),
                new MemberRoleChanged(TENANT, "usr_2", "admin"),
                new MemberLeft(TENANT, "usr_1"));

        assertThat(state().name()).isEqualTo("Acme GmbH");
        assertThat(state().environments()).extracting(Environment::name).containsExactly(Environment.FIRST, "Preview");
        assertThat(state().members()).hasSize(1);
        assertThat(state().roleOf("usr_2")).isEqualTo("admin");
        assertThat(state().roleOf("usr_1")).isNull();
        assertThat(state().invitations())
                .extracting(OrganizationState.Invitation::id)
                .containsExactly("inv_2");
        assertThat(ResourceDocument.tenant(organization())).isEqualTo(TENANT);
        assertThat(organization().getBoolean(OrganizationProjection.UNCLAIMED)).isFalse();
    }
}
