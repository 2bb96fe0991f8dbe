package io.hookstream.delivery.lane;

import io.hookstream.delivery.lane.Circuit.Step;
import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.delivery.lane.LaneStore.Transform;
import io.hookstream.messages.LogPosition;
import io.hookstream.messages.Traceparent;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitHalfOpened;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.circuit.CircuitState;
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
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.SequenceNumber;
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
            case CircuitEvent event -> event.destinationId();
            default -> message.getIdentifier();
        };
    }

    @EventHandler
    void on(DestinationCreated event, @SequenceNumber long version, UnitOfWork<?> unitOfWork) {
        save(event.id(), new Destination(event.settings(), false, event.tenant(), version), unitOfWork);
    }

    @EventHandler
    void on(DestinationUpdated event, @SequenceNumber long version, UnitOfWork<?> unitOfWork) {
        save(event.id(), new Destination(event.settings(), false, event.tenant(), version), unitOfWork);
    }

    @EventHandler
    void on(DestinationDeleted event, @SequenceNumber long version, UnitOfWork<?> unitOfWork) {
        DestinationSettings last = store.destination(event.id())
                .map(Destination::settings)
                .orElseThrow(() -> new IllegalStateException("Destination " + event.id() + " was never created"));
        save(event.id(), new Destination(last, true, event.tenant(), version), unitOfWork);
    }

    @EventHandler
    void on(ConnectionCreated event, @SequenceNumber long version, UnitOfWork<?> unitOfWork) {
        save(event, event.settings(), version, unitOfWork);
    }

    /** A deleted connection keeps its transform: what was requested before goes on. */
    @EventHandler
    void on(ConnectionUpdated event, @SequenceNumber long version, UnitOfWork<?> unitOfWork) {
        save(event, event.settings(), version, unitOfWork);
    }

    @EventHandler
    void on(DeliveryRequested event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork)
                .add(new QueuedDelivery(
                        event.target(), event.eventId(), LogPosition.of(message), 1, Traceparent.of(message)));
    }

    @EventHandler
    void on(DeliveryRetryRequested event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        QueuedDelivery delivery = new QueuedDelivery(
                event.target(), event.eventId(), LogPosition.of(message), event.attempt(), Traceparent.of(message));
        if (ordered(event)) {
            batch(unitOfWork).release(delivery);
        } else {
            batch(unitOfWork).add(delivery);
        }
    }

    @EventHandler
    void on(DeliverySucceeded event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        LaneBatch batch = batch(unitOfWork);
        batch.remove(event.target().deliveryId());
        batch.step(event.target().destinationId(), new Step.Delivered(LogPosition.of(message)));
    }

    @EventHandler
    void on(DeliveryFailed event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        LaneBatch batch = batch(unitOfWork);
        if (ordered(event)) {
            batch.hold(event.target().deliveryId());
        } else {
            batch.remove(event.target().deliveryId());
        }
        if (event.attempt().concernsDestination()) {
            batch.step(event.target().destinationId(), new Step.Failed(LogPosition.of(message)));
        }
    }

    @EventHandler
    void on(DeliveryDeadLettered event, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).end(event.target());
    }

    @EventHandler
    void on(DeliveryCancelled event, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).end(event.target());
    }

    @EventHandler
    void on(CircuitOpened event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        moved(event, CircuitState.OPEN, message, unitOfWork);
    }

    @EventHandler
    void on(CircuitHalfOpened event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        moved(event, CircuitState.HALF_OPEN, message, unitOfWork);
    }

    @EventHandler
    void on(CircuitClosed event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        moved(event, CircuitState.CLOSED, message, unitOfWork);
    }

    private void moved(CircuitEvent event, String state, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).step(event.destinationId(), new Step.Moved(LogPosition.of(message), state));
    }

    private boolean ordered(DeliveryEvent event) {
        return store.destination(event.target().destinationId())
                .map(Destination::ordered)
                .orElse(false);
    }

    private void save(String destinationId, Destination destination, UnitOfWork<?> unitOfWork) {
        store.save(destinationId, destination);
        batch(unitOfWork).changed(destinationId);
    }

    private void save(ConnectionEvent event, ConnectionSettings settings, long version, UnitOfWork<?> unitOfWork) {
        store.save(event.id(), Transform.of(settings, version));
        batch(unitOfWork).changed(event.destinationId());
    }

    private LaneBatch batch(UnitOfWork<?> unitOfWork) {
        return LaneBatch.of(unitOfWork, store, lanes);
    }
}
