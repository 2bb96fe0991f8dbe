package io.hookstream.projections;

import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;

/** Where a domain event stands in the log: what is compared when segments come to it in any order. */
public final class LogPosition {

    private LogPosition() {}

    public static long of(EventMessage<?> message) {
        return ((TrackedEventMessage<?>) message)
                .trackingToken()
                .position()
                .orElseThrow(() -> new IllegalStateException("The event store's tokens have no position"));
    }
}
