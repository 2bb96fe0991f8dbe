package io.hookstream.messages.event;

import org.jspecify.annotations.Nullable;

/**
 * A delivery attempt as it is read.
 *
 * @param destinationName null if the destination is deleted
 * @param dead whether the delivery is in the dead letter queue
 */
public record AttemptView(
        String eventId, DeliveryTarget target, @Nullable String destinationName, Attempt attempt, boolean dead) {}
