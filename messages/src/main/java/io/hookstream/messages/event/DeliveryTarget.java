package io.hookstream.messages.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a delivery goes, and because of what.
 *
 * @param connectionId null if it is a replay to a destination that no connection of the source leads to
 * @param replayId of the replay that asked for it; null if it is due to the event's arrival
 */
public record DeliveryTarget(
        String deliveryId,
        @Nullable String connectionId,
        String destinationId,
        @Nullable String replayId) {

    public DeliveryTarget(String deliveryId, String connectionId, String destinationId) {
        this(deliveryId, connectionId, destinationId, null);
    }
}
