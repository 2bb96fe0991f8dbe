package io.hookstream.api.account;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.security.Caller;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationQuery.ListOrganizations;
import io.hookstream.messages.organization.OrganizationQuery.Organizations;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.messages.user.UserQuery.FindUser;
import io.hookstream.messages.user.UserView;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells who calls, in the words that people know. */
@Component
class CurrentSession {

    private final Bus bus;

    CurrentSession(Bus bus) {
        this.bus = bus;
    }

    Mono<SessionResponse> of(UserView user, Tenant tenant) {
        return Mono.zip(
                bus.query(new FindOrganization(tenant.organizationId()), OrganizationView.class),
                bus.query(new ListOrganizations(user.id()), Organizations.class),
                // The list has an end.
                (current, all) -> SessionResponse.of(
                        user,
                        tenant,
                        Stream.concat(
                                        Stream.of(current),
                                        all.organizations().stream()
                                                .filter(other -> !other.id().equals(current.id())))
                                .toList()));
    }

    Mono<SessionResponse> of(Caller caller) {
        return caller.person() == null
                ? bus.query(new FindOrganization(caller.tenant().organizationId()), OrganizationView.class)
                        .map(organization -> SessionResponse.of(caller.getPrincipal(), caller.tenant(), organization))
                        .switchIfEmpty(Mono.error(() -> ApiException.notFound("Organization")))
                : user(caller.getPrincipal()).flatMap(user -> of(user, caller.tenant()));
    }

    Mono<UserView> user(String id) {
        return bus.query(new FindUser(id), UserView.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("User")));
    }
}
