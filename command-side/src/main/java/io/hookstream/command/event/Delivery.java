package io.hookstream.command.event;

import io.hookstream.messages.event.DeliveryTarget;

/**
 * One delivery of an event.
 *
 * @param attempts how many are recorded
 */
record Delivery(DeliveryTarget target, State state, int attempts) {

    enum State {
        PENDING,
        DELIVERED,
        CANCELLED
    }

    Delivery(DeliveryTarget target) {
        this(target, State.PENDING, 0);
    }

    boolean pending() {
        return state == State.PENDING;
    }

    Delivery attempted(int number, State newState) {
        return new Delivery(target, newState, number);
    }

    Delivery in(State newState) {
        return new Delivery(target, newState, attempts);
    }
}
