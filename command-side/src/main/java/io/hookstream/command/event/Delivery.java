package io.hookstream.command.event;

import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import org.jspecify.annotations.Nullable;

/**
 * One delivery of an event.
 *
 * @param attempts how many are recorded
 * @param firstOfRun the number of the attempt that was not a retry by the policy: the first, or one that a person asked
 *     for
 * @param scheduled the number of the attempt that was last said to be due later, 0 if none was
 * @param last the last failure; null if there is none, or a success came after it
 */
record Delivery(
        DeliveryTarget target,
        State state,
        int attempts,
        int firstOfRun,
        int scheduled,
        @Nullable LastFailure last) {

    enum State {
        /** It is to be tried now. */
        QUEUED,
        /** It has failed, and is to be tried later. */
        WAITING,
        DELIVERED,
        DEAD,
        CANCELLED
    }

    /** What a dead letter is filed under. */
    record LastFailure(String attemptId, String errorType) {}

    Delivery(DeliveryTarget target) {
        this(target, State.QUEUED, 0, 1, 0, null);
    }

    boolean pending() {
        return state == State.QUEUED || state == State.WAITING;
    }

    /** How many retries there have been before an attempt of this number. */
    int retries(int number) {
        return Math.max(0, number - firstOfRun);
    }

    Delivery failed(Attempt attempt) {
        String errorType = String.valueOf(attempt.errorType());
        return new Delivery(
                target,
                State.WAITING,
                attempt.number(),
                firstOfRun,
                scheduled,
                new LastFailure(attempt.id(), errorType));
    }

    Delivery delivered(Attempt attempt) {
        return new Delivery(target, State.DELIVERED, attempt.number(), firstOfRun, scheduled, null);
    }

    Delivery scheduled(int number) {
        return new Delivery(target, state, attempts, firstOfRun, number, last);
    }

    /** @param manual begins a new run: the policy's retries count anew */
    Delivery requested(boolean manual) {
        return new Delivery(target, State.QUEUED, attempts, manual ? attempts + 1 : firstOfRun, scheduled, last);
    }

    Delivery in(State newState) {
        return new Delivery(target, newState, attempts, firstOfRun, scheduled, last);
    }
}
