package io.hookstream.messages.event;

import io.hookstream.messages.Tenant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a received event. Each may be repeated: what has happened already does not happen again. */
public sealed interface InboundEventCommand {

    String eventId();

    record IngestEvent(
            @TargetAggregateIdentifier String eventId,
            Tenant tenant,
            String sourceId,
            ReceivedRequest request,
            Payload payload)
            implements InboundEventCommand {}

    /**
     * @param matched where the event is to be delivered
     * @param skipped why the source's other connections do not get it
     */
    record RouteEvent(
            @TargetAggregateIdentifier String eventId,
            List<DeliveryTarget> matched,
            List<InboundEventEvent.Skipped> skipped)
            implements InboundEventCommand {}

    record RecordAttempt(@TargetAggregateIdentifier String eventId, String deliveryId, Attempt attempt)
            implements InboundEventCommand {}

    /** @param reason for the person who looks for the delivery */
    record CancelDelivery(@TargetAggregateIdentifier String eventId, String deliveryId, String reason)
            implements InboundEventCommand {}
}
