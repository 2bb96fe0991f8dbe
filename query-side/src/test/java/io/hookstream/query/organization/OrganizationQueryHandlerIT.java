package io.hookstream.query.organization;

import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.organization.OrganizationEvent.MemberJoined;
import io.hookstream.messages.organization.OrganizationEvent.MemberLeft;
import io.hookstream.messages.organization.OrganizationEvent.OrganizationCreated;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationQuery.FindUnclaimed;
import io.hookstream.messages.organization.OrganizationQuery.ListOrganizations;
import io.hookstream.messages.organization.OrganizationQuery.Organizations;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.query.WithReadModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrganizationQueryHandlerIT extends WithReadModels {

    private List<String> asked(Object query) {
        return models.ask(query, Organizations.class).organizations().stream()
                .map(OrganizationView::id)
                .toList();
    }

    @Test
    void isFoundByItsIdAndByItsMembers() {
        models.write(
                new OrganizationCreated(TENANT, "Acme", "usr_1"),
                new MemberJoined(TENANT, "usr_1", "owner", null),
                new OrganizationCreated(STRANGER, "Others", "usr_2"),
                new MemberJoined(STRANGER, "usr_2", "owner", null),
                new MemberJoined(STRANGER, "usr_1", "viewer", "inv_1"),
                new MemberJoined(STRANGER, "usr_3", "viewer", "inv_2"),
                new MemberLeft(STRANGER, "usr_3"));

        OrganizationView found = models.ask(new FindOrganization(TENANT.organizationId()), OrganizationView.class);
        assertThat(found.tenant()).isEqualTo(TENANT);
        assertThat(found.state().name()).isEqualTo("Acme");
        assertThat(found.revision().version()).isOne();
        assertThat(models.ask(new FindOrganization("org_unknown"), OrganizationView.class))
                .isNull();
        assertThat(asked(new ListOrganizations("usr_1")))
                .containsExactlyInAnyOrder(TENANT.organizationId(), STRANGER.organizationId());
        assertThat(asked(new ListOrganizations("usr_2"))).containsExactly(STRANGER.organizationId());
        assertThat(asked(new ListOrganizations("usr_3"))).isEmpty();
    }

    @Test
    void isUnclaimedUntilItHasAnOwner() {
        assertThat(asked(new FindUnclaimed())).isEmpty();
        models.write(new OrganizationCreated(TENANT, "Default", null));
        assertThat(asked(new FindUnclaimed())).containsExactly(TENANT.organizationId());
        models.write(new MemberJoined(TENANT, "usr_1", "owner", null));
        assertThat(asked(new FindUnclaimed())).isEmpty();
    }
}
