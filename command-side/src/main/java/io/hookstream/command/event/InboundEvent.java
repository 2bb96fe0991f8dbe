package io.hookstream.command.event;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.hookstream.command.event.Delivery.State;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempt;
import io.hookstream.messages.event.InboundEventCommand.RouteEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;

/**
 * A received event and its deliveries. It keeps no body: what it decides needs none, and many are in memory at once.
 * Router and lanes send their commands at least once, so what has happened already is passed over in silence.
 */
@Aggregate(cache = "inboundEventCache")
class InboundEvent {

    @AggregateIdentifier
    private String eventId;

    private Tenant tenant;
    private String sourceId;
    private boolean routed;
    private final Map<String, Delivery> deliveries = new LinkedHashMap<>();

    @SuppressWarnings("NullAway.Init") // Axon makes an empty one and applies the first event to it
    InboundEvent() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init") // apply calls on(EventReceived)
    InboundEvent(IngestEvent command) {
        apply(new EventReceived(
                command.eventId(), command.tenant(), command.sourceId(), command.request(), command.payload()));
    }

    @CommandHandler
    void handle(RouteEvent command) {
        if (routed) {
            return;
        }
        List<String> matched =
                command.matched().stream().map(DeliveryTarget::connectionId).toList();
        String status = matched.isEmpty() ? EventStatus.RECEIVED : EventStatus.PROCESSING;
        apply(new EventRouted(eventId, tenant, sourceId, matched, command.skipped(), status));
        for (DeliveryTarget target : command.matched()) {
            apply(new DeliveryRequested(eventId, tenant, sourceId, target));
        }
    }

    @CommandHandler
    void handle(RecordAttempt command) {
        Delivery delivery = require(command.deliveryId());
        Attempt attempt = command.attempt();
        if (!delivery.pending() || attempt.number() <= delivery.attempts()) {
            return;
        }
        DeliveryTarget target = delivery.target();
        if (attempt.success()) {
            String status = statusWith(delivery.in(State.DELIVERED));
            apply(new DeliverySucceeded(eventId, tenant, sourceId, target, attempt, status));
        } else {
            apply(new DeliveryFailed(eventId, tenant, sourceId, target, attempt, statusWith(delivery)));
        }
    }

    @CommandHandler
    void handle(CancelDelivery command) {
        Delivery delivery = require(command.deliveryId());
        if (delivery.pending()) {
            String status = statusWith(delivery.in(State.CANCELLED));
            apply(new DeliveryCancelled(eventId, tenant, sourceId, delivery.target(), command.reason(), status));
        }
    }

    private Delivery require(String deliveryId) {
        Delivery delivery = deliveries.get(deliveryId);
        if (delivery == null) {
            throw Refused.notFound("Delivery");
        }
        return delivery;
    }

    /** The event's status once one of its deliveries has changed to this. */
    private String statusWith(Delivery changed) {
        boolean allDelivered = true;
        for (Delivery delivery : deliveries.values()) {
            boolean same =
                    delivery.target().deliveryId().equals(changed.target().deliveryId());
            State state = same ? changed.state() : delivery.state();
            if (state == State.PENDING) {
                return EventStatus.PROCESSING;
            }
            allDelivered &= state == State.DELIVERED;
        }
        return allDelivered ? EventStatus.DELIVERED : EventStatus.FAILED;
    }

    @EventSourcingHandler
    void on(EventReceived event) {
        eventId = event.eventId();
        tenant = event.tenant();
        sourceId = event.sourceId();
    }

    @EventSourcingHandler
    void on(EventRouted event) {
        routed = true;
    }

    @EventSourcingHandler
    void on(DeliveryRequested event) {
        put(event, new Delivery(event.target()));
    }

    @EventSourcingHandler
    void on(DeliverySucceeded event) {
        put(event, current(event).attempted(event.attempt().number(), State.DELIVERED));
    }

    @EventSourcingHandler
    void on(DeliveryFailed event) {
        put(event, current(event).attempted(event.attempt().number(), State.PENDING));
    }

    @EventSourcingHandler
    void on(DeliveryCancelled event) {
        put(event, current(event).in(State.CANCELLED));
    }

    private Delivery current(DeliveryEvent event) {
        return deliveries.getOrDefault(event.target().deliveryId(), new Delivery(event.target()));
    }

    private void put(DeliveryEvent event, Delivery delivery) {
        deliveries.put(event.target().deliveryId(), delivery);
    }
}
