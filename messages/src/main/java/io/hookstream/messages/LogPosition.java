package io.hookstream.messages;

import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;

/** Where a domain event stands in the log: by it a processor knows what it has handled before. */
public final class LogPosition {

    private LogPosition() {}

    /** @param message as a processor gets it */
    public static long of(EventMessage<?> message) {
        return of(((TrackedEventMessage<?>) message).trackingToken());
    }

    public static long of(TrackingToken token) {
        return token.position()
                .orElseThrow(() -> new IllegalStateException("The event store's tokens have no position"));
    }
}
