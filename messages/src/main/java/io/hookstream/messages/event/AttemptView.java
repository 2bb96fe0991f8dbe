package io.hookstream.messages.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery attempt as it is read.
 *
 * @param destinationName null if the destination is deleted
 * @param dead whether the delivery is in the dead letter queue, and this is its last attempt
 * @param deadAt when it came there first; null if it never did
 * @param nextRetryAt when the delivery is tried again; null if it is not going to be, or is being tried
 */
public record AttemptView(
        String eventId,
        DeliveryTarget target,
        @Nullable String destinationName,
        Attempt attempt,
        boolean dead,
        @Nullable Instant deadAt,
        @Nullable Instant nextRetryAt) {}
