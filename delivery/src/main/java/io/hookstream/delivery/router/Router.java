package io.hookstream.delivery.router;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.delivery.connection.Envelope;
import io.hookstream.delivery.connection.FilterEvaluator;
import io.hookstream.delivery.connection.Verdict;
import io.hookstream.delivery.event.ReceivedEvents;
import io.hookstream.delivery.event.ReceivedEvents.Received;
import io.hookstream.delivery.event.UnreadableEventException;
import io.hookstream.messages.Ids;
import io.hookstream.messages.connection.ConnectionEvent;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.destination.DestinationEvent;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.Match;
import io.hookstream.messages.event.InboundEventCommand.RouteEvent;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.Skipped;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * Decides through which of its source's connections an event goes. It sees the connections and the events of one source
 * in the order of the log, so an event meets just the connections that there were when it came.
 */
@Component
@ProcessingGroup(Router.NAME)
@DisallowReplay
public class Router {

    public static final String NAME = "router";
    private static final String ROUTES = "router_routes";
    private static final String ORDERED = "router_ordered";

    private final MongoCollection<Document> routes;

    /** The destinations that keep the order of arrival. */
    private final MongoCollection<Document> ordered;

    private final ReceivedEvents received;
    private final CommandGateway commands;
    private final Clock clock;
    private final DeliveryProperties properties;

    Router(
            MongoDatabase database,
            ReceivedEvents received,
            CommandGateway commands,
            Clock clock,
            DeliveryProperties properties) {
        this.routes = database.getCollection(ROUTES);
        this.ordered = database.getCollection(ORDERED);
        routes.createIndex(Indexes.ascending(Route.SOURCE_ID, "_id"));
        this.received = received;
        this.commands = commands;
        this.clock = clock;
        this.properties = properties;
    }

    /** What concerns one source is handled in the order of the log. */
    public static SequencingPolicy<EventMessage<?>> sequencing() {
        return message -> switch (message.getPayload()) {
            case ConnectionEvent event -> event.sourceId();
            case DestinationEvent event -> event.id();
            case EventReceived event -> event.sourceId();
            default -> message.getIdentifier();
        };
    }

    @EventHandler
    void on(DestinationCreated event) {
        save(event.id(), event.settings());
    }

    @EventHandler
    void on(DestinationUpdated event) {
        save(event.id(), event.settings());
    }

    @EventHandler
    void on(DestinationDeleted event) {
        ordered.deleteOne(Filters.eq(event.id()));
    }

    private void save(String destinationId, DestinationSettings settings) {
        if (Boolean.TRUE.equals(settings.ordered())) {
            ordered.replaceOne(
                    Filters.eq(destinationId), new Document("_id", destinationId), new ReplaceOptions().upsert(true));
        } else {
            ordered.deleteOne(Filters.eq(destinationId));
        }
    }

    @EventHandler
    void on(ConnectionCreated event, @SequenceNumber long version, UnitOfWork<?> unitOfWork) {
        save(event, event.settings(), version, unitOfWork);
    }

    @EventHandler
    void on(ConnectionUpdated event, @SequenceNumber long version, UnitOfWork<?> unitOfWork) {
        save(event, event.settings(), version, unitOfWork);
    }

    @EventHandler
    void on(ConnectionDeleted event, UnitOfWork<?> unitOfWork) {
        routes.deleteOne(Filters.eq(event.id()));
        batch(unitOfWork).forget(event.sourceId());
    }

    @EventHandler
    void on(EventReceived event, @Timestamp Instant at, UnitOfWork<?> unitOfWork) {
        if (event.duplicateOf() != null) {
            return;
        }
        Received one = new Received(event, at);
        received.remember(one);
        RouterBatch batch = batch(unitOfWork);
        RouterBatch.Routes candidates = batch.routes(event.sourceId(), this::load);
        boolean filtered =
                candidates.all().stream().anyMatch(route -> !route.rules().isEmpty());
        Function<List<FilterRule>, Verdict> filter = filter(one, filtered);
        List<Match> matched = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        for (Route route : candidates.all()) {
            switch (verdict(route, filter)) {
                case Verdict.Matched yes -> matched.add(match(route));
                case Verdict.Skipped no -> skipped.add(new Skipped(route.connectionId(), no.reason(), route.version()));
            }
        }
        RouteEvent command = new RouteEvent(event.eventId(), matched, skipped);
        Supplier<CompletableFuture<?>> send = () -> commands.send(command);
        if (candidates.ordered(matched)) {
            batch.sendInOrder(event.sourceId(), send);
        } else {
            batch.send(send);
        }
    }

    private Match match(Route route) {
        String id = Ids.create("dlv", clock.millis());
        return new Match(new DeliveryTarget(id, route.connectionId(), route.destinationId()), route.version());
    }

    private static Verdict verdict(Route route, Function<List<FilterRule>, Verdict> filter) {
        return route.enabled() ? filter.apply(route.rules()) : new Verdict.Skipped("the connection is disabled");
    }

    /** A payload that is damaged holds up no other event: the connections that look at it are skipped. */
    private Function<List<FilterRule>, Verdict> filter(Received one, boolean filtered) {
        try {
            Envelope envelope = received.envelope(one, filtered ? received.body(one.event()) : new byte[0]);
            return rules -> FilterEvaluator.evaluate(rules, envelope);
        } catch (UnreadableEventException e) {
            return rules ->
                    rules.isEmpty() ? new Verdict.Matched() : new Verdict.Skipped(String.valueOf(e.getMessage()));
        }
    }

    private void save(ConnectionEvent event, ConnectionSettings settings, long version, UnitOfWork<?> unitOfWork) {
        Route route = new Route(event.id(), event.sourceId(), event.destinationId(), settings, version);
        routes.replaceOne(Filters.eq(event.id()), route.document(), new ReplaceOptions().upsert(true));
        batch(unitOfWork).forget(event.sourceId());
    }

    private RouterBatch.Routes load(String sourceId) {
        List<Route> all = routes.find(Filters.eq(Route.SOURCE_ID, sourceId))
                .sort(Sorts.ascending("_id"))
                .map(Route::of)
                .into(new ArrayList<>());
        List<String> destinations = all.stream().map(Route::destinationId).toList();
        Set<String> inOrder = all.isEmpty()
                ? Set.of()
                : ordered.find(Filters.in("_id", destinations))
                        .map(document -> document.getString("_id"))
                        .into(new HashSet<>());
        return new RouterBatch.Routes(all, inOrder);
    }

    private RouterBatch batch(UnitOfWork<?> unitOfWork) {
        return RouterBatch.of(unitOfWork, properties.storeWithin());
    }
}
