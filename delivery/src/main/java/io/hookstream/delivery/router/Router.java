package io.hookstream.delivery.router;

import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.delivery.event.ReceivedEvents;
import io.hookstream.delivery.event.ReceivedEvents.Received;
import io.hookstream.messages.Checkpointed;
import io.hookstream.messages.Ids;
import io.hookstream.messages.connection.ConnectionEvent;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.destination.DestinationEvent;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.Match;
import io.hookstream.messages.event.InboundEventCommand.RouteEvent;
import io.hookstream.messages.event.InboundEventCommand.RouteReplay;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.ReplayRequested;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Decides through which of its source's connections an event goes. It sees the connections and the events of one source
 * in the order of the log, so an event meets just the connections that there were when it came.
 */
@Component
@ProcessingGroup(Router.NAME)
@DisallowReplay
public class Router implements Checkpointed {

    public static final String NAME = "router";

    private final RouteStore store;
    private final Routing routing;
    private final ReplayRouting replays;
    private final ReceivedEvents received;
    private final CommandGateway commands;
    private final Clock clock;
    private final DeliveryProperties properties;

    Router(
            RouteStore store,
            Routing routing,
            ReplayRouting replays,
            ReceivedEvents received,
            CommandGateway commands,
            Clock clock,
            DeliveryProperties properties) {
        this.store = store;
        this.routing = routing;
        this.replays = replays;
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
            case ReplayRequested event -> event.sourceId();
            default -> message.getIdentifier();
        };
    }

    @Override
    public String processor() {
        return NAME;
    }

    @Override
    public void claimed(int segment, long head) {
        store.forget();
    }

    @Override
    public void write(int segment) {
        // All is written already. What is handled again is sent and saved again, which changes nothing.
    }

    @Override
    public void released(int segment) {
        store.forget();
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
        store.order(event.id(), false);
    }

    private void save(String destinationId, DestinationSettings settings) {
        store.order(destinationId, Boolean.TRUE.equals(settings.ordered()));
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
        store.end(event);
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
        RouterBatch.Routes candidates = batch.routes(event.sourceId(), store::of);
        Routing.Decision decision = routing.decide(one, candidates.all());
        List<Match> matched = decision.matched().stream().map(this::match).toList();
        // A message already, as long as it is known which event it comes from: it may be sent by another thread.
        CommandMessage<?> command =
                GenericCommandMessage.asCommandMessage(new RouteEvent(event.eventId(), matched, decision.skipped()));
        Supplier<CompletableFuture<?>> send = () -> commands.send(command);
        if (candidates.ordered(matched)) {
            batch.sendInOrder(event.sourceId(), send);
        } else {
            batch.send(send);
        }
    }

    /** In the order in which they were asked for, which is the one in which the events came. */
    @EventHandler
    void on(ReplayRequested event, UnitOfWork<?> unitOfWork) {
        RouterBatch batch = batch(unitOfWork);
        ReplayRouting.Routed routed = replays.decide(
                received.get(event.eventId()),
                new ReplayRouting.Wish(event.replayId(), event.destinationId(), event.config()),
                batch.routes(event.sourceId(), store::of).all());
        CommandMessage<?> command = GenericCommandMessage.asCommandMessage(
                new RouteReplay(event.eventId(), event.replayId(), routed.matched(), routed.skipped()));
        batch.sendInOrder(event.sourceId(), () -> commands.send(command));
    }

    private Match match(Route route) {
        String id = Ids.create("dlv", clock.millis());
        return new Match(new DeliveryTarget(id, route.connectionId(), route.destinationId()), route.version());
    }

    private void save(ConnectionEvent event, ConnectionSettings settings, long version, UnitOfWork<?> unitOfWork) {
        Route route = new Route(event.id(), event.sourceId(), event.destinationId(), settings, version);
        store.save(route);
        batch(unitOfWork).forget(event.sourceId());
    }

    private RouterBatch batch(UnitOfWork<?> unitOfWork) {
        return RouterBatch.of(unitOfWork, properties.storeWithin());
    }
}
