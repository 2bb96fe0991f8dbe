package io.hookstream.api.apikey;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.Paging;
import io.hookstream.api.SettingsReader;
import io.hookstream.api.Success;
import io.hookstream.api.security.ApiKeyUses;
import io.hookstream.api.security.ApiKeys;
import io.hookstream.api.security.Person;
import io.hookstream.messages.Check;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Refused;
import io.hookstream.messages.apikey.ApiKeyCommand.CreateApiKey;
import io.hookstream.messages.apikey.ApiKeyCommand.RevokeApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery;
import io.hookstream.messages.apikey.ApiKeyQuery.DescribeApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.ListApiKeys;
import io.hookstream.messages.apikey.ApiKeyQuery.ListedApiKey;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.Environment;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.messages.organization.Role;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The API keys of the environment that somebody works in. */
@RestController
@RequestMapping("/v1/auth/api-keys")
@SecurityRequirement(name = "session")
@Tag(name = "API keys")
class ApiKeyController {

    private static final int LISTED = 100;

    private final Bus bus;
    private final SettingsReader reader;
    private final Clock clock;
    private final ApiKeys keys;
    private final ApiKeyUses uses;

    ApiKeyController(Bus bus, SettingsReader reader, Clock clock, ApiKeys keys, ApiKeyUses uses) {
        this.bus = bus;
        this.reader = reader;
        this.clock = clock;
        this.keys = keys;
        this.uses = uses;
    }

    /** @param scopes some of read, write, ingest and admin; all if absent */
    @Schema(name = "CreateApiKey", requiredProperties = "name")
    record CreateRequest(
            @Schema(example = "Production Backend") @Nullable
            String name,

            @Nullable List<String> scopes) {}

    /** @param key the only time that it is shown */
    @Schema(name = "CreatedApiKey")
    record Created(
            String id,
            String name,
            String key,
            String keyPrefix,
            @Nullable List<String> scopes,
            String createdAt) {}

    @Schema(name = "ApiKeyPage")
    record Page(List<ApiKeyResponse> apiKeys, @Nullable String cursor, boolean hasMore) {}

    @GetMapping
    Mono<Page> list(
            Person person,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return bus.query(
                        new ListApiKeys(person.tenant(), Paging.page(cursor, limit, LISTED)), ApiKeyQuery.ApiKeys.class)
                .flatMap(page -> uses.of(
                                page.keys().stream().map(ListedApiKey::id).toList())
                        .map(used -> new Page(
                                page.keys().stream()
                                        .map(key -> ApiKeyResponse.of(key, used.get(key.id())))
                                        .toList(),
                                Paging.cursor(page.next()),
                                page.next() != null)));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Created> create(
            Person person,
            @Schema(implementation = CreateRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        person.require(Role.ADMIN);
        CreateRequest request = reader.settings(body, CreateRequest.class);
        String name = Check.name(request.name());
        List<String> scopes = request.scopes() == null ? null : scopes(request.scopes(), person);
        String id = Ids.create("ak", clock.millis());
        return environment(person)
                .map(environment -> ApiKeySettings.newKey(environment.mode()))
                .flatMap(key -> bus.change(
                                new CreateApiKey(id, person.tenant(), ApiKeySettings.of(name, key, scopes)),
                                new DescribeApiKey(id, person.tenant()),
                                ListedApiKey.class)
                        .map(created -> new Created(
                                id,
                                name,
                                key,
                                ApiKeyResponse.prefix(created),
                                scopes,
                                created.revision().createdAt())));
    }

    @DeleteMapping("/{id}")
    Mono<Success> revoke(Person person, @PathVariable String id) {
        person.require(Role.ADMIN);
        return bus.query(new DescribeApiKey(id, person.tenant()), ListedApiKey.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("API key")))
                .flatMap(key -> bus.change(
                        new RevokeApiKey(id, person.tenant()),
                        new DescribeApiKey(id, person.tenant()),
                        ListedApiKey.class))
                .doOnNext(revoked -> keys.forget())
                .thenReturn(Success.OK);
    }

    private Mono<Environment> environment(Person person) {
        return bus.query(new FindOrganization(person.tenant().organizationId()), OrganizationView.class)
                .map(organization -> Objects.requireNonNull(
                        organization.state().environment(person.tenant().environmentId())));
    }

    private static List<String> scopes(List<String> given, Person person) {
        if (given.isEmpty() || !ApiKeySettings.SCOPES.containsAll(given)) {
            throw Refused.invalid("scopes: must be some of " + String.join(", ", ApiKeySettings.SCOPES));
        }
        if (given.contains(ApiKeySettings.ADMIN) && !person.administrator()) {
            throw Refused.invalid("scopes: admin is only for the organization that the server was installed with");
        }
        return ApiKeySettings.SCOPES.stream().filter(given::contains).toList();
    }
}
