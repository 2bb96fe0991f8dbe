package io.hookstream.messages.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a delivery goes, and because of what.
 *
 * @param connectionId null if it is a replay to a destination that no connection of the source leads to
 * @param replayId of the replay that asked for it; null if it is due to the event's arrival
 * @param transformVersion of the connection's settings whose transform it goes through; null for those that there are
 *     when it is sent
 */
public record DeliveryTarget(
        String deliveryId,
        @Nullable String connectionId,
        String destinationId,
        @Nullable String replayId,
        @Nullable Long transformVersion) {

    public DeliveryTarget(String deliveryId, String connectionId, String destinationId) {
        this(deliveryId, connectionId, destinationId, null);
    }

    public DeliveryTarget(
            String deliveryId, @Nullable String connectionId, String destinationId, @Nullable String replayId) {
        this(deliveryId, connectionId, destinationId, replayId, null);
    }
}
