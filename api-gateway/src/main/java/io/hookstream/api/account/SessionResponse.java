package io.hookstream.api.account;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.messages.user.UserView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in, and where.
 *
 * @param user null if an API key is shown
 * @param apiKeyId null if somebody is logged in
 * @param role the user's in the organization; null for an API key
 * @param organizations all that the user is a member of, at most 100
 * @param environments all of the organization
 */
@Schema(name = "Session")
record SessionResponse(
        @Nullable User user,
        @Nullable String apiKeyId,
        Organization organization,
        Environment environment,
        @Nullable String role,
        List<Organization> organizations,
        List<Environment> environments) {

    @Schema(name = "SessionUser")
    record User(String id, String email, String name) {}

    @Schema(name = "SessionOrganization")
    record Organization(String id, String name, @Nullable String role, List<Environment> environments) {

        static Organization of(OrganizationView organization, @Nullable String userId) {
            return new Organization(
                    organization.id(),
                    organization.state().name(),
                    userId == null ? null : organization.state().roleOf(userId),
                    organization.state().environments().stream()
                            .map(Environment::of)
                            .toList());
        }
    }

    @Schema(name = "SessionEnvironment")
    record Environment(String id, String name, String mode) {

        static Environment of(io.hookstream.messages.organization.Environment environment) {
            return new Environment(environment.id(), environment.name(), environment.mode());
        }
    }

    /** @param organizations among which is the tenant's */
    static SessionResponse of(UserView user, Tenant tenant, List<OrganizationView> organizations) {
        List<Organization> all = organizations.stream()
                .map(organization -> Organization.of(organization, user.id()))
                .toList();
        return of(new User(user.id(), user.profile().email(), user.profile().name()), null, tenant, all);
    }

    static SessionResponse of(String apiKeyId, Tenant tenant, OrganizationView organization) {
        return of(null, apiKeyId, tenant, List.of(Organization.of(organization, null)));
    }

    private static SessionResponse of(
            @Nullable User user, @Nullable String apiKeyId, Tenant tenant, List<Organization> organizations) {
        Organization current = organizations.stream()
                .filter(organization -> organization.id().equals(tenant.organizationId()))
                .findFirst()
                .orElseThrow();
        Environment environment = current.environments().stream()
                .filter(one -> one.id().equals(tenant.environmentId()))
                .findFirst()
                .orElseThrow();
        return new SessionResponse(
                user,
                apiKeyId,
                current,
                environment,
                user == null ? null : Objects.requireNonNull(current.role()),
                organizations,
                current.environments());
    }
}
