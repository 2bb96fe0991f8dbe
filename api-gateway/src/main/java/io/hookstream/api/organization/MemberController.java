package io.hookstream.api.organization;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.SettingsReader;
import io.hookstream.api.Success;
import io.hookstream.api.security.Person;
import io.hookstream.messages.organization.OrganizationCommand;
import io.hookstream.messages.organization.OrganizationCommand.ChangeRole;
import io.hookstream.messages.organization.OrganizationCommand.RemoveMember;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationState.Member;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.messages.user.UserQuery.FindUsers;
import io.hookstream.messages.user.UserQuery.Users;
import io.hookstream.messages.user.UserView;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who belongs to the organization that somebody works in, and what they may do. */
@RestController
@RequestMapping("/v1/organization/members")
@SecurityRequirement(name = "session")
@Tag(name = "Organization")
class MemberController {

    private final Bus bus;
    private final SettingsReader reader;

    MemberController(Bus bus, SettingsReader reader) {
        this.bus = bus;
        this.reader = reader;
    }

    @Schema(name = "ChangeRole", requiredProperties = "role")
    record RoleRequest(
            @Schema(allowableValues = {"owner", "admin", "member", "viewer"}) @Nullable
            String role) {}

    @Schema(name = "Member")
    record MemberResponse(
            String id, @Nullable String email, @Nullable String name, String role, String joinedAt) {

        static MemberResponse of(Member member, @Nullable UserView user) {
            return new MemberResponse(
                    member.userId(),
                    user == null ? null : user.profile().email(),
                    user == null ? null : user.profile().name(),
                    member.role(),
                    member.joinedAt().toString());
        }
    }

    @Schema(name = "MemberList")
    record Members(List<MemberResponse> members) {}

    /** All of them: there are at most 500. */
    @GetMapping
    Mono<Members> list(Person person) {
        return bus.query(new FindOrganization(person.tenant().organizationId()), OrganizationView.class)
                .flatMap(organization -> described(organization.state().members()))
                .map(Members::new);
    }

    @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<MemberResponse> changeRole(
            Person person,
            @PathVariable String id,
            @Schema(implementation = RoleRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        String role = reader.settings(body, RoleRequest.class).role();
        return change(new ChangeRole(person.tenant().organizationId(), person.userId(), id, role))
                .flatMap(organization -> described(organization.state().members().stream()
                        .filter(member -> member.userId().equals(id))
                        .toList()))
                .flatMap(members -> Mono.justOrEmpty(members.stream().findFirst()))
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Member")));
    }

    /** Removes a member; with one's own id, one leaves. */
    @DeleteMapping("/{id}")
    Mono<Success> remove(Person person, @PathVariable String id) {
        return change(new RemoveMember(person.tenant().organizationId(), person.userId(), id))
                .thenReturn(Success.OK);
    }

    private Mono<OrganizationView> change(OrganizationCommand command) {
        return bus.change(command, new FindOrganization(command.id()), OrganizationView.class);
    }

    private Mono<List<MemberResponse>> described(List<Member> members) {
        return bus.query(new FindUsers(members.stream().map(Member::userId).toList()), Users.class)
                .map(users -> users.users().stream().collect(Collectors.toMap(UserView::id, Function.identity())))
                .map((Map<String, UserView> users) -> members.stream()
                        .map(member -> MemberResponse.of(member, users.get(member.userId())))
                        .toList());
    }
}
