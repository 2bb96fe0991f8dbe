package io.hookstream.messages.event;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;
import java.util.List;

/**
 * What happened to a received event. Each that can change the event's status says what it now is, so that only the
 * aggregate has to know how deliveries add up to it.
 */
public sealed interface InboundEventEvent extends DomainEvent {

    String eventId();

    record EventReceived(String eventId, Tenant tenant, String sourceId, ReceivedRequest request, Payload payload)
            implements InboundEventEvent {}

    record EventRouted(
            String eventId,
            Tenant tenant,
            String sourceId,
            List<String> matched,
            List<Skipped> skipped,
            String eventStatus)
            implements InboundEventEvent {}

    /** @param reason one sentence */
    record Skipped(String connectionId, String reason) {}

    /** What happened to one delivery of the event. */
    sealed interface DeliveryEvent extends InboundEventEvent {
        String sourceId();

        DeliveryTarget target();
    }

    record DeliveryRequested(String eventId, Tenant tenant, String sourceId, DeliveryTarget target)
            implements DeliveryEvent {}

    record DeliverySucceeded(
            String eventId, Tenant tenant, String sourceId, DeliveryTarget target, Attempt attempt, String eventStatus)
            implements DeliveryEvent {}

    record DeliveryFailed(
            String eventId, Tenant tenant, String sourceId, DeliveryTarget target, Attempt attempt, String eventStatus)
            implements DeliveryEvent {}

    record DeliveryCancelled(
            String eventId, Tenant tenant, String sourceId, DeliveryTarget target, String reason, String eventStatus)
            implements DeliveryEvent {}
}
