package io.hookstream.api.account;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.SettingsReader;
import io.hookstream.api.security.Caller;
import io.hookstream.api.security.Person;
import io.hookstream.api.security.Sessions;
import io.hookstream.messages.Check;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.OrganizationQuery.ListOrganizations;
import io.hookstream.messages.organization.OrganizationQuery.Organizations;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** The session: who is logged in, and in which environment they work. */
@RestController
@RequestMapping("/v1/auth")
@Tag(name = "Accounts")
class SessionController {

    private final Bus bus;
    private final SettingsReader reader;
    private final Admission admission;
    private final Sessions sessions;
    private final CurrentSession current;

    SessionController(Bus bus, SettingsReader reader, Admission admission, Sessions sessions, CurrentSession current) {
        this.bus = bus;
        this.reader = reader;
        this.admission = admission;
        this.sessions = sessions;
        this.current = current;
    }

    @Schema(name = "ChooseEnvironment", requiredProperties = "environment_id")
    record ChooseRequest(@Nullable String environmentId) {}

    @Schema(name = "AcceptInvitation", requiredProperties = "token")
    record AcceptRequest(@Nullable String token) {}

    /** Also for an API key: it says which environment the key is for. */
    @GetMapping("/session")
    Mono<SessionResponse> session(ServerWebExchange exchange) {
        return exchange.getPrincipal().cast(Caller.class).flatMap(current::of);
    }

    /** Goes on in another environment, of any organization that one is a member of. */
    @PostMapping(path = "/session/environment", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<SessionResponse> choose(
            Person person,
            @Schema(implementation = ChooseRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        String id = Check.required(reader.settings(body, ChooseRequest.class).environmentId(), "environment_id");
        return bus.query(new ListOrganizations(person.userId()), Organizations.class)
                .flatMapIterable(Organizations::organizations)
                .filter(organization -> organization.state().environment(id) != null)
                .next()
                .map(organization -> new Tenant(organization.id(), id))
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Environment")))
                .flatMap(tenant -> go(person, tenant));
    }

    /** Makes one a member of the organization that the token came from, and goes on there. */
    @PostMapping(path = "/invitations/accept", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<SessionResponse> accept(
            Person person,
            @Schema(implementation = AcceptRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        String token = Check.required(reader.settings(body, AcceptRequest.class).token(), "token");
        return current.user(person.userId())
                .flatMap(user -> admission.accept(user.id(), user.profile().email(), token))
                .flatMap(tenant -> go(person, tenant));
    }

    private Mono<SessionResponse> go(Person person, Tenant tenant) {
        return sessions.move(person, tenant)
                .then(current.user(person.userId()))
                .flatMap(user -> current.of(user, tenant));
    }
}
