package io.hookstream.delivery.lane;

import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.delivery.lane.LaneStore.Transform;
import io.hookstream.messages.connection.ConnectionEvent;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.destination.DestinationEvent;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.springframework.stereotype.Component;

/**
 * Keeps the lanes' queues: what is requested is put in, and what has a result is taken out. It sees what concerns one
 * destination in the order of the log.
 */
@Component
@ProcessingGroup(LaneProcessor.NAME)
@DisallowReplay
public class LaneProcessor {

    public static final String NAME = "lanes";

    private final LaneStore store;
    private final Lanes lanes;

    LaneProcessor(LaneStore store, Lanes lanes) {
        this.store = store;
        this.lanes = lanes;
    }

    /** What concerns one destination is handled in the order of the log, by the one process that owns its lane. */
    public static SequencingPolicy<EventMessage<?>> sequencing() {
        return message -> switch (message.getPayload()) {
            case DestinationEvent event -> event.id();
            case ConnectionEvent event -> event.destinationId();
            case DeliveryEvent event -> event.target().destinationId();
            default -> message.getIdentifier();
        };
    }

    @EventHandler
    void on(DestinationCreated event, UnitOfWork<?> unitOfWork) {
        save(event.id(), new Destination(event.settings(), false), unitOfWork);
    }

    @EventHandler
    void on(DestinationUpdated event, UnitOfWork<?> unitOfWork) {
        save(event.id(), new Destination(event.settings(), false), unitOfWork);
    }

    @EventHandler
    void on(DestinationDeleted event, UnitOfWork<?> unitOfWork) {
        DestinationSettings last = store.destination(event.id())
                .map(Destination::settings)
                .orElseThrow(() -> new IllegalStateException("Destination " + event.id() + " was never created"));
        save(event.id(), new Destination(last, true), unitOfWork);
    }

    @EventHandler
    void on(ConnectionCreated event, UnitOfWork<?> unitOfWork) {
        save(event, event.settings(), unitOfWork);
    }

    /** A deleted connection keeps its transform: what was requested before goes on. */
    @EventHandler
    void on(ConnectionUpdated event, UnitOfWork<?> unitOfWork) {
        save(event, event.settings(), unitOfWork);
    }

    @EventHandler
    void on(DeliveryRequested event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        long position = ((TrackedEventMessage<?>) message)
                .trackingToken()
                .position()
                .orElseThrow(() -> new IllegalStateException("The event store's tokens have no position"));
        batch(unitOfWork).add(new QueuedDelivery(event.target(), event.eventId(), position, 1));
    }

    @EventHandler
    void on(DeliverySucceeded event, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).remove(event.target().deliveryId());
    }

    @EventHandler
    void on(DeliveryFailed event, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).remove(event.target().deliveryId());
    }

    @EventHandler
    void on(DeliveryCancelled event, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).remove(event.target().deliveryId());
    }

    private void save(String destinationId, Destination destination, UnitOfWork<?> unitOfWork) {
        store.save(destinationId, destination);
        batch(unitOfWork).changed(destinationId);
    }

    private void save(ConnectionEvent event, ConnectionSettings settings, UnitOfWork<?> unitOfWork) {
        store.save(event.id(), Transform.of(settings));
        batch(unitOfWork).changed(event.destinationId());
    }

    private LaneBatch batch(UnitOfWork<?> unitOfWork) {
        return LaneBatch.of(unitOfWork, store, lanes);
    }
}
