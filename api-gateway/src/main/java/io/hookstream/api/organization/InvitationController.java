package io.hookstream.api.organization;

import io.hookstream.api.BaseUrl;
import io.hookstream.api.Bus;
import io.hookstream.api.SettingsReader;
import io.hookstream.api.Success;
import io.hookstream.api.security.Person;
import io.hookstream.api.security.Sessions;
import io.hookstream.messages.Ids;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.OrganizationCommand;
import io.hookstream.messages.organization.OrganizationCommand.InviteMember;
import io.hookstream.messages.organization.OrganizationCommand.WithdrawInvitation;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationState.Invitation;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.messages.organization.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Invitations. Nobody sends them: whoever invites gets a token, once, and passes it on. */
@RestController
@RequestMapping("/v1/organization/invitations")
@SecurityRequirement(name = "session")
@Tag(name = "Organization")
class InvitationController {

    private static final Duration OPEN_FOR = Duration.ofDays(7);

    private final Bus bus;
    private final SettingsReader reader;
    private final Clock clock;
    private final BaseUrl baseUrl;

    InvitationController(Bus bus, SettingsReader reader, Clock clock, BaseUrl baseUrl) {
        this.bus = bus;
        this.reader = reader;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /** @param role {@code member} if absent */
    @Schema(name = "Invite", requiredProperties = "email")
    record InviteRequest(
            @Schema(example = "grace@example.com") @Nullable String email,

            @Schema(
                    allowableValues = {"owner", "admin", "member", "viewer"},
                    defaultValue = "member")
            @Nullable
            String role) {}

    @Schema(name = "Invitation")
    record InvitationResponse(String id, String email, String role, String createdAt, String expiresAt) {

        static InvitationResponse of(Invitation invitation) {
            return new InvitationResponse(
                    invitation.id(),
                    invitation.email(),
                    invitation.role(),
                    invitation.createdAt().toString(),
                    invitation.expiresAt().toString());
        }
    }

    /**
     * @param token the only time that it is shown
     * @param url for the invited person; the token is behind a # so that it is in no log
     */
    @Schema(name = "CreatedInvitation")
    record Created(String id, String email, String role, String expiresAt, String token, String url) {}

    @Schema(name = "InvitationList")
    record Invitations(List<InvitationResponse> invitations) {}

    /** All that are open: there are at most 100. */
    @GetMapping
    Mono<Invitations> list(Person person) {
        person.require(Role.ADMIN);
        Instant now = clock.instant();
        return bus.query(new FindOrganization(person.tenant().organizationId()), OrganizationView.class)
                .map(organization -> new Invitations(organization.state().invitations().stream()
                        .filter(invitation -> invitation.expiresAt().isAfter(now))
                        .map(InvitationResponse::of)
                        .toList()));
    }

    /** It holds for 7 days, and for this address. Another for the same address replaces it. */
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Created> invite(
            Person person,
            ServerHttpRequest request,
            @Schema(implementation = InviteRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        InviteRequest invited = reader.settings(body, InviteRequest.class);
        String organizationId = person.tenant().organizationId();
        String id = Ids.create("inv", clock.millis());
        String token = organizationId + "." + Sessions.newToken();
        return change(new InviteMember(
                        organizationId,
                        person.userId(),
                        id,
                        invited.email(),
                        invited.role() == null ? Role.MEMBER : invited.role(),
                        ApiKeySettings.hash(token),
                        clock.instant().plus(OPEN_FOR)))
                .flatMapIterable(organization -> organization.state().invitations())
                .filter(invitation -> invitation.id().equals(id))
                .next()
                .map(invitation -> new Created(
                        id,
                        invitation.email(),
                        invitation.role(),
                        invitation.expiresAt().toString(),
                        token,
                        baseUrl.of(request) + "/invitation#token=" + token));
    }

    @DeleteMapping("/{id}")
    Mono<Success> withdraw(Person person, @PathVariable String id) {
        return change(new WithdrawInvitation(person.tenant().organizationId(), person.userId(), id))
                .thenReturn(Success.OK);
    }

    private Mono<OrganizationView> change(OrganizationCommand command) {
        return bus.change(command, new FindOrganization(command.id()), OrganizationView.class);
    }
}
