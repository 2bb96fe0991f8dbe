package io.hookstream.api.source;

import io.hookstream.api.BaseUrl;
import io.hookstream.api.Bus;
import io.hookstream.api.Crud;
import io.hookstream.api.Paging;
import io.hookstream.api.SettingsReader;
import io.hookstream.api.Success;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.source.JsonText;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceCommand.DeleteSource;
import io.hookstream.messages.source.SourceCommand.UpdateSource;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceQuery.ListSources;
import io.hookstream.messages.source.SourceQuery.Sources;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Sources: the addresses that webhooks are sent to. */
@RestController
@RequestMapping("/v1/sources")
@Tag(name = "Sources")
class SourceController {

    private static final Crud.Kind<SourceSettings, SourceView> KIND = new Crud.Kind<>(
            "Source",
            "src",
            SourceView.class,
            FindSource::new,
            CreateSource::new,
            UpdateSource::new,
            DeleteSource::new);

    private final Crud<SourceSettings, SourceView> crud;
    private final Bus bus;
    private final SettingsReader reader;
    private final BaseUrl baseUrl;
    private final KnownSources known;

    SourceController(Crud.Factory cruds, Bus bus, SettingsReader reader, BaseUrl baseUrl, KnownSources known) {
        this.crud = cruds.of(KIND);
        this.bus = bus;
        this.reader = reader;
        this.baseUrl = baseUrl;
        this.known = known;
    }

    @Schema(name = "SourcePage")
    record Page(List<SourceResponse> sources, @Nullable String cursor, boolean hasMore) {}

    @Schema(name = "SourceTemplates")
    record Templates(List<SourceTemplate> templates) {}

    @GetMapping
    Mono<Page> list(
            Tenant tenant,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit,
            ServerHttpRequest request) {
        return bus.query(new ListSources(tenant, Paging.page(cursor, limit, Paging.DEFAULT_LIMIT)), Sources.class)
                .map(page -> new Page(
                        page.sources().stream()
                                .map(source -> response(source, request))
                                .toList(),
                        Paging.cursor(page.next()),
                        page.next() != null));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<SourceResponse> create(
            Tenant tenant,
            @Schema(implementation = SourceRequest.class) @RequestBody(required = false) byte @Nullable [] body,
            ServerHttpRequest request) {
        String base = baseUrl.of(request);
        SourceSettings settings =
                reader.settings(body, SourceSettings.class, given -> SourceSpelling.normalizeNew(given, base));
        JsonText schema = settings.jsonSchema();
        return SourceCheck.check(schema == null ? null : schema.json(), settings.responseHeaders())
                .then(Mono.defer(() -> crud.create(tenant, settings)))
                .map(source -> response(source, request));
    }

    /** What sources for the webhooks of well-known providers are set to. */
    @GetMapping("/templates")
    Mono<Templates> templates() {
        return Mono.just(new Templates(SourceTemplate.ALL));
    }

    @GetMapping("/{id}")
    Mono<SourceResponse> get(
            Tenant tenant,
            @PathVariable String id,
            @RequestParam(name = "as_of", required = false) @Nullable String asOf,
            ServerHttpRequest request) {
        return (asOf == null ? crud.get(tenant, id) : crud.get(tenant, id, asOf))
                .map(source -> response(source, request));
    }

    @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<SourceResponse> update(
            Tenant tenant,
            @PathVariable String id,
            @Schema(implementation = SourceSettings.class) @RequestBody(required = false) byte @Nullable [] body,
            ServerHttpRequest request) {
        Map<String, Object> patch = reader.patch(body, SourceSettings.class, SourceSpelling::normalize);
        return SourceCheck.check(patch)
                .then(Mono.defer(() -> crud.update(tenant, id, patch)))
                .doOnNext(changed -> known.forget(id))
                .map(source -> response(source, request));
    }

    @DeleteMapping("/{id}")
    Mono<Success> delete(Tenant tenant, @PathVariable String id) {
        return crud.delete(tenant, id).doOnNext(deleted -> known.forget(id));
    }

    private SourceResponse response(SourceView source, ServerHttpRequest request) {
        return SourceResponse.of(source, baseUrl.of(request));
    }
}
