package io.hookstream.delivery.lane;

import io.hookstream.messages.event.DeliveryTarget;
import java.util.Comparator;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is to be tried now.
 *
 * @param position of its request in the log
 * @param attempt the number of the attempt that is to be made, 1 for the first
 * @param held whether it waits for its retry in front of the others, because its lane keeps the order
 * @param traceparent what it comes from, see {@link io.hookstream.messages.Traceparent}; null if nobody looks at that
 */
record QueuedDelivery(
        DeliveryTarget target,
        String eventId,
        long position,
        int attempt,
        boolean held,
        @Nullable String traceparent) {

    /** What is replayed is older than what has just come, and can wait for it. */
    static final Comparator<QueuedDelivery> BY_ARRIVAL = Comparator.comparing(QueuedDelivery::replayed)
            .thenComparing(QueuedDelivery::eventId)
            .thenComparingLong(QueuedDelivery::position);

    static final String DESTINATION_ID = "destination_id";
    static final String POSITION = "position";
    static final String HELD = "held";
    private static final String CONNECTION_ID = "connection_id";
    private static final String REPLAY_ID = "replay_id";
    private static final String TRANSFORM_VERSION = "transform_version";
    private static final String EVENT_ID = "event_id";
    private static final String ATTEMPT = "attempt";
    private static final String TRACEPARENT = "traceparent";

    QueuedDelivery(DeliveryTarget target, String eventId, long position, int attempt) {
        this(target, eventId, position, attempt, null);
    }

    QueuedDelivery(DeliveryTarget target, String eventId, long position, int attempt, @Nullable String traceparent) {
        this(target, eventId, position, attempt, false, traceparent);
    }

    String id() {
        return target.deliveryId();
    }

    private boolean replayed() {
        return target.replayId() != null;
    }

    QueuedDelivery at(long newPosition) {
        return new QueuedDelivery(target, eventId, newPosition, attempt, held, traceparent);
    }

    QueuedDelivery hold() {
        return new QueuedDelivery(target, eventId, position, attempt, true, traceparent);
    }

    QueuedDelivery release() {
        return new QueuedDelivery(target, eventId, position, attempt, false, traceparent);
    }

    Document document() {
        Document document = new Document("_id", target.deliveryId())
                .append(DESTINATION_ID, target.destinationId())
                .append(CONNECTION_ID, target.connectionId())
                .append(REPLAY_ID, target.replayId())
                .append(TRANSFORM_VERSION, target.transformVersion())
                .append(EVENT_ID, eventId)
                .append(POSITION, position)
                .append(ATTEMPT, attempt)
                .append(HELD, held);
        if (traceparent != null) {
            document.append(TRACEPARENT, traceparent);
        }
        return document;
    }

    static QueuedDelivery of(Document document) {
        DeliveryTarget target = new DeliveryTarget(
                document.getString("_id"),
                document.getString(CONNECTION_ID),
                document.getString(DESTINATION_ID),
                document.getString(REPLAY_ID),
                document.getLong(TRANSFORM_VERSION));
        return new QueuedDelivery(
                target,
                document.getString(EVENT_ID),
                document.getLong(POSITION),
                document.getInteger(ATTEMPT),
                document.getBoolean(HELD, false),
                document.getString(TRACEPARENT));
    }
}
