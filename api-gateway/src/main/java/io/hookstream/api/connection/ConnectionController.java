package io.hookstream.api.connection;

import io.hookstream.api.ApiException;
import io.hookstream.api.Bus;
import io.hookstream.api.Crud;
import io.hookstream.api.Paging;
import io.hookstream.api.SettingsReader;
import io.hookstream.api.Success;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.connection.ConnectionCommand.CreateConnection;
import io.hookstream.messages.connection.ConnectionCommand.DeleteConnection;
import io.hookstream.messages.connection.ConnectionCommand.UpdateConnection;
import io.hookstream.messages.connection.ConnectionQuery.CheckExpression;
import io.hookstream.messages.connection.ConnectionQuery.Connections;
import io.hookstream.messages.connection.ConnectionQuery.ExpressionCheck;
import io.hookstream.messages.connection.ConnectionQuery.FindConnection;
import io.hookstream.messages.connection.ConnectionQuery.ListConnections;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.ConnectionView;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
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

/** Connections: which events of a source go to which destination, and how they are reshaped on the way. */
@RestController
@RequestMapping("/v1/connections")
@Tag(name = "Connections")
class ConnectionController {

    private static final Crud.Kind<ConnectionSettings, ConnectionView> KIND = new Crud.Kind<>(
            "Connection",
            "conn",
            ConnectionView.class,
            FindConnection::new,
            CreateConnection::new,
            UpdateConnection::new,
            DeleteConnection::new);

    private final Crud<ConnectionSettings, ConnectionView> crud;
    private final Bus bus;
    private final SettingsReader reader;

    ConnectionController(Crud.Factory cruds, Bus bus, SettingsReader reader) {
        this.crud = cruds.of(KIND);
        this.bus = bus;
        this.reader = reader;
    }

    @Schema(name = "ConnectionPage")
    record Page(
            List<ConnectionResponse> connections, @Nullable String cursor, boolean hasMore) {}

    @GetMapping
    Mono<Page> list(
            Tenant tenant,
            @RequestParam(name = "source_id", required = false) @Nullable String sourceId,
            @RequestParam(name = "destination_id", required = false) @Nullable String destinationId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        return bus.query(
                        new ListConnections(
                                tenant, sourceId, destinationId, Paging.page(cursor, limit, Paging.DEFAULT_LIMIT)),
                        Connections.class)
                .map(page -> new Page(
                        page.connections().stream().map(ConnectionResponse::of).toList(),
                        Paging.cursor(page.next()),
                        page.next() != null));
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Mono<ConnectionResponse> create(
            Tenant tenant,
            @Schema(implementation = ConnectionSettings.class) @RequestBody(required = false) byte @Nullable [] body) {
        ConnectionSettings settings = reader.settings(body, ConnectionSettings.class);
        return checked(settings.transformExpression())
                .then(crud.create(tenant, settings))
                .map(ConnectionResponse::of);
    }

    @GetMapping("/{id}")
    Mono<ConnectionResponse> get(
            Tenant tenant,
            @PathVariable String id,
            @RequestParam(name = "as_of", required = false) @Nullable String asOf) {
        return (asOf == null ? crud.get(tenant, id) : crud.get(tenant, id, asOf)).map(ConnectionResponse::of);
    }

    @PatchMapping(path = "/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<ConnectionResponse> update(
            Tenant tenant,
            @PathVariable String id,
            @Schema(implementation = ConnectionSettings.class) @RequestBody(required = false) byte @Nullable [] body) {
        Map<String, Object> patch = reader.patch(body, ConnectionSettings.class);
        return checked((String) patch.get("transform_expression"))
                .then(crud.update(tenant, id, patch))
                .map(ConnectionResponse::of);
    }

    @DeleteMapping("/{id}")
    Mono<Success> delete(Tenant tenant, @PathVariable String id) {
        return crud.delete(tenant, id);
    }

    /** Asks whoever runs the transforms, so that an expression that cannot work is refused here and not in a delivery. */
    private Mono<Void> checked(@Nullable String expression) {
        if (expression == null) {
            return Mono.empty();
        }
        return bus.query(new CheckExpression(expression), ExpressionCheck.class)
                .flatMap(check -> check.problem() == null
                        ? Mono.empty()
                        : Mono.error(ApiException.badRequest("transform_expression: " + check.problem())));
    }
}
