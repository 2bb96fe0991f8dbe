package io.hookstream.api.destination;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.Crud;
import io.hookstream.api.Paging;
import io.hookstream.api.SettingsReader;
import io.hookstream.api.Success;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationCommand.CreateDestination;
import io.hookstream.messages.destination.DestinationCommand.DeleteDestination;
import io.hookstream.messages.destination.DestinationCommand.UpdateDestination;
import io.hookstream.messages.destination.DestinationQuery.Destinations;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationQuery.ListDestinations;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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

/** Destinations: where events are delivered, and how. */
@RestController
@RequestMapping("/v1/destinations")
@Tag(name = "Destinations")
class DestinationController {

    private static final Crud.Kind<DestinationSettings, DestinationView> KIND = new Crud.Kind<>(
            "Destination",
            "dst",
            DestinationView.class,
            FindDestination::new,
            CreateDestination::new,
            UpdateDestination::new,
            DeleteDestination::new);

    private final Crud<DestinationSettings, DestinationView> crud;
    private final Bus bus;
    private final SettingsReader reader;

    DestinationController(Crud.Factory cruds, Bus bus, SettingsReader reader) {
        this.crud = cruds.of(KIND);
        this.bus = bus;
        this.reader = reader;
    }

    @Schema(name = "DestinationPage")
    record Page(
            List<DestinationResponse> destinations,
            @Nullable String cursor,
            boolean hasMore) {}

    @GetMapping
    Mono<Page> list(
            Tenant tenant,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return bus.query(
                        new ListDestinations(tenant, Paging.page(cursor, limit, Paging.DEFAULT_LIMIT)),
                        Destinations.class)
                .map(page -> new Page(
                        page.destinations().stream()
                                .map(DestinationResponse::of)
                                .toList(),
                        Paging.cursor(page.next()),
                        page.next() != null));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<DestinationResponse> create(
            Tenant tenant,
            @Schema(implementation = DestinationRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        return crud.create(tenant, reader.settings(body, DestinationSettings.class, ConfigSpelling::normalize))
                .map(DestinationResponse::of);
    }

    @GetMapping("/{id}")
    Mono<DestinationResponse> get(
            Tenant tenant,
            @PathVariable String id,
            @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        return (asOf == null ? crud.get(tenant, id) : crud.get(tenant, id, asOf)).map(DestinationResponse::of);
    }

    @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<DestinationResponse> update(
            Tenant tenant,
            @PathVariable String id,
            @Schema(implementation = DestinationRequest.class) @RequestBody(required = false) byte @Nullable [] body) {
        return bus.query(new FindDestination(id, tenant), DestinationView.class)
                .switchIfEmpty(Mono.error(() -> ApiException.notFound("Destination")))
                .map(known -> Objects.requireNonNull(known.settings().type(), "checked when it was set up"))
                .map(type -> reader.patch(body, DestinationSettings.class, ConfigSpelling.changing(type)))
                .flatMap(patch -> crud.update(tenant, id, patch))
                .map(DestinationResponse::of);
    }

    @DeleteMapping("/{id}")
    Mono<Success> delete(Tenant tenant, @PathVariable String id) {
        return crud.delete(tenant, id);
    }
}
