package io.hookstream.delivery.router;

import io.hookstream.delivery.connection.ConnectionHistory;
import io.hookstream.delivery.event.ReceivedEvents.Received;
import io.hookstream.messages.Ids;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.Match;
import io.hookstream.messages.event.InboundEventEvent.Skipped;
import io.hookstream.messages.replay.ReplayConfig;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides through which connections an event is replayed: those that lead from its source to the replay's destination,
 * now or when it was received. If there are none, it goes there as it came.
 */
@Component
public class ReplayRouting {

    private final RouteStore store;
    private final Routing routing;
    private final ConnectionHistory history;

    ReplayRouting(RouteStore store, Routing routing, ConnectionHistory history) {
        this.store = store;
        this.routing = routing;
        this.history = history;
    }

    /**
     * What is asked of one event.
     *
     * @param config one of {@link ReplayConfig}
     */
    public record Wish(String replayId, String destinationId, String config) {}

    /** @param skipped says why not */
    public record Routed(List<Match> matched, List<Skipped> skipped) {}

    /** Blocks: it reads the router's store, and for the past the log. */
    public Routed decide(Received one, Wish wish) {
        return decide(one, wish, store.read(one.event().sourceId()).all());
    }

    /** @param current the routes of the event's source */
    Routed decide(Received one, Wish wish, List<Route> current) {
        boolean then = wish.config().equals(ReplayConfig.THEN);
        List<Route> leading = current.stream()
                .filter(route -> route.destinationId().equals(wish.destinationId()))
                .toList();
        List<Route> candidates = then ? past(one, wish, leading) : leading;
        if (candidates.isEmpty()) {
            return new Routed(List.of(new Match(target(one, wish, null, null), null)), List.of());
        }
        Routing.Decision decision = routing.decide(one, candidates);
        return new Routed(
                decision.matched().stream()
                        .map(route -> new Match(
                                target(one, wish, route.connectionId(), then ? route.version() : null),
                                route.version()))
                        .toList(),
                decision.skipped());
    }

    private List<Route> past(Received one, Wish wish, List<Route> leading) {
        String sourceId = one.event().sourceId();
        String destinationId = wish.destinationId();
        Stream<String> ids = Stream.concat(
                store.ended(sourceId, destinationId).stream(), leading.stream().map(Route::connectionId));
        return ids.distinct()
                .sorted()
                .flatMap(id -> history
                        .at(id, one.at())
                        .map(past -> new Route(id, sourceId, destinationId, past.settings(), past.version()))
                        .stream())
                .toList();
    }

    /** The same for the same replay, event and connection. */
    private static DeliveryTarget target(
            Received one, Wish wish, @Nullable String connectionId, @Nullable Long transformVersion) {
        String id =
                Ids.derive("dlv", wish.replayId(), one.event().eventId(), Objects.requireNonNullElse(connectionId, ""));
        return new DeliveryTarget(id, connectionId, wish.destinationId(), wish.replayId(), transformVersion);
    }
}
