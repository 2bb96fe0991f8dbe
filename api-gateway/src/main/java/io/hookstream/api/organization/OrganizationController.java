package io.hookstream.api.organization;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.SettingsReader;
import io.hookstream.api.security.Person;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.organization.Environment;
import io.hookstream.messages.organization.OrganizationCommand;
import io.hookstream.messages.organization.OrganizationCommand.CreateEnvironment;
import io.hookstream.messages.organization.OrganizationCommand.RenameEnvironment;
import io.hookstream.messages.organization.OrganizationCommand.RenameOrganization;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationView;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The organization that somebody works in, and its environments. */
@RestController
@RequestMapping("/v1/organization")
@Tag(name = "Organization")
class OrganizationController {

    private final Bus bus;
    private final SettingsReader reader;
    private final Clock clock;

    OrganizationController(Bus bus, SettingsReader reader, Clock clock) {
        this.bus = bus;
        this.reader = reader;
        this.clock = clock;
    }

    @Schema(name = "RenameRequest", requiredProperties = "name")
    record Rename(@Schema(example = "Acme") @Nullable String name) {}

    @Schema(name = "CreateEnvironment", requiredProperties = "name")
    record NewEnvironment(
            @Schema(example = "Staging") @Nullable String name,

            @Schema(
                    allowableValues = {"live", "test"},
                    defaultValue = "test")
            @Nullable
            String mode) {}

    @Schema(name = "Organization")
    record OrganizationResponse(String id, String name, String createdAt, String updatedAt) {

        static OrganizationResponse of(OrganizationView organization) {
            return new OrganizationResponse(
                    organization.id(),
                    organization.state().name(),
                    organization.revision().createdAt(),
                    organization.revision().updatedAt());
        }
    }

    @Schema(name = "Environment")
    record EnvironmentResponse(String id, String name, String mode, String createdAt) {

        static EnvironmentResponse of(Environment environment) {
            return new EnvironmentResponse(
                    environment.id(),
                    environment.name(),
                    environment.mode(),
                    environment.createdAt().toString());
        }
    }

    @Schema(name = "EnvironmentList")
    record Environments(List<EnvironmentResponse> environments) {}

    @GetMapping
    Mono<OrganizationResponse> get(Tenant tenant) {
        return find(tenant).map(OrganizationResponse::of);
    }

    @PatchMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<OrganizationResponse> rename(
            Person person,
            @Schema(implementation = Rename.class) @RequestBody(required = false) byte @Nullable [] body) {
        String name = reader.settings(body, Rename.class).name();
        return change(new RenameOrganization(person.tenant().organizationId(), person.userId(), name))
                .map(OrganizationResponse::of);
    }

    /** All of them: there are at most 50. */
    @GetMapping("/environments")
    Mono<Environments> environments(Tenant tenant) {
        return find(tenant)
                .map(organization -> new Environments(organization.state().environments().stream()
                        .map(EnvironmentResponse::of)
                        .toList()));
    }

    @PostMapping(path = "/environments", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<EnvironmentResponse> createEnvironment(
            Person person,
            @Schema(implementation = NewEnvironment.class) @RequestBody(required = false) byte @Nullable [] body) {
        NewEnvironment request = reader.settings(body, NewEnvironment.class);
        String id = Ids.create("env", clock.millis());
        return change(new CreateEnvironment(
                        person.tenant().organizationId(), person.userId(), id, request.name(), request.mode()))
                .map(organization -> environment(organization, id));
    }

    @PatchMapping(path = "/environments/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<EnvironmentResponse> renameEnvironment(
            Person person,
            @PathVariable String id,
            @Schema(implementation = Rename.class) @RequestBody(required = false) byte @Nullable [] body) {
        String name = reader.settings(body, Rename.class).name();
        return change(new RenameEnvironment(person.tenant().organizationId(), person.userId(), id, name))
                .map(organization -> environment(organization, id));
    }

    private Mono<OrganizationView> find(Tenant tenant) {
        return bus.query(new FindOrganization(tenant.organizationId()), OrganizationView.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Organization")));
    }

    private Mono<OrganizationView> change(OrganizationCommand command) {
        return bus.change(command, new FindOrganization(command.id()), OrganizationView.class);
    }

    private static EnvironmentResponse environment(OrganizationView organization, String id) {
        return EnvironmentResponse.of(
                Objects.requireNonNull(organization.state().environment(id)));
    }
}
