package io.hookstream.api;

import io.hookstream.messages.Ids;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;
import io.hookstream.messages.history.HistoryQuery.FindAsOf;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Create, read, update and delete, the same for every kind of thing that users set up. */
public final class Crud<S extends Record, V extends View> {

    /** Makes what the API needs of each kind. */
    @Component
    public static final class Factory {

        private final Bus bus;
        private final Clock clock;

        Factory(Bus bus, Clock clock) {
            this.bus = bus;
            this.clock = clock;
        }

        public <S extends Record, V extends View> Crud<S, V> of(Kind<S, V> kind) {
            return new Crud<>(bus, clock, kind);
        }
    }

    /**
     * One kind of thing.
     *
     * @param name as errors call it, such as {@code Source}
     * @param prefix of its ids
     * @param find the query that finds one by its id, also a deleted one
     */
    public record Kind<S extends Record, V extends View>(
            String name,
            String prefix,
            Class<V> view,
            BiFunction<String, Tenant, Object> find,
            Command<S> create,
            Command<Map<String, Object>> update,
            BiFunction<String, Tenant, Object> delete) {}

    /** Makes the command that does something to a thing. */
    @FunctionalInterface
    public interface Command<T> {
        Object of(String id, Tenant tenant, T content);
    }

    private final Bus bus;
    private final Clock clock;
    private final Kind<S, V> kind;

    private Crud(Bus bus, Clock clock, Kind<S, V> kind) {
        this.bus = bus;
        this.clock = clock;
        this.kind = kind;
    }

    public Mono<V> create(Tenant tenant, S settings) {
        String id = Ids.create(kind.prefix(), clock.millis());
        return change(kind.create().of(id, tenant, settings), tenant, id);
    }

    public Mono<V> get(Tenant tenant, String id) {
        return bus.find(kind.find().apply(id, tenant), kind.view())
                .filter(view -> !view.revision().deleted())
                .switchIfEmpty(Mono.error(() -> ApiException.notFound(kind.name())));
    }

    /** As it was at that time. */
    public Mono<V> get(Tenant tenant, String id, String asOf) {
        Instant at = Objects.requireNonNull(Iso.parse(asOf, "as_of"));
        return bus.query(new FindAsOf(id, tenant, at), kind.view())
                .switchIfEmpty(Mono.error(() -> ApiException.notFound(kind.name())));
    }

    public Mono<V> update(Tenant tenant, String id, Map<String, Object> patch) {
        return change(kind.update().of(id, tenant, patch), tenant, id);
    }

    public Mono<Success> delete(Tenant tenant, String id) {
        return change(kind.delete().apply(id, tenant), tenant, id).thenReturn(Success.OK);
    }

    private Mono<V> change(Object command, Tenant tenant, String id) {
        if (!id.startsWith(kind.prefix() + "_")) {
            return Mono.error(ApiException.notFound(kind.name()));
        }
        return bus.change(command, kind.find().apply(id, tenant), kind.view());
    }
}
