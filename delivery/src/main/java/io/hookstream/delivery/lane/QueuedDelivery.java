package io.hookstream.delivery.lane;

import io.hookstream.messages.event.DeliveryTarget;
import org.bson.Document;

/**
 * A delivery that is to be tried now.
 *
 * @param position of its request in the log: a lane sends in this order
 * @param attempt the number of the attempt that is to be made, 1 for the first
 */
record QueuedDelivery(DeliveryTarget target, String eventId, long position, int attempt) {

    static final String DESTINATION_ID = "destination_id";
    static final String POSITION = "position";
    private static final String CONNECTION_ID = "connection_id";
    private static final String EVENT_ID = "event_id";
    private static final String ATTEMPT = "attempt";

    Document document() {
        return new Document("_id", target.deliveryId())
                .append(DESTINATION_ID, target.destinationId())
                .append(CONNECTION_ID, target.connectionId())
                .append(EVENT_ID, eventId)
                .append(POSITION, position)
                .append(ATTEMPT, attempt);
    }

    static QueuedDelivery of(Document document) {
        DeliveryTarget target = new DeliveryTarget(
                document.getString("_id"), document.getString(CONNECTION_ID), document.getString(DESTINATION_ID));
        return new QueuedDelivery(
                target, document.getString(EVENT_ID), document.getLong(POSITION), document.getInteger(ATTEMPT));
    }
}
