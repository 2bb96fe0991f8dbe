package io.hookstream.delivery.lane;

import io.hookstream.messages.circuit.CircuitState;

/**
 * Where a destination's circuit stands, as its lane keeps it.
 *
 * @param failures in a row, up to this position in the log
 */
record Circuit(String state, int failures, long position) {

    static final Circuit NEW = new Circuit(CircuitState.CLOSED, 0, -1);

    /** What a domain event changes about it. */
    sealed interface Step {

        long position();

        record Delivered(long position) implements Step {}

        record Failed(long position) implements Step {}

        record Moved(long position, String state) implements Step {}
    }

    /** A step that it has taken already changes nothing: a batch may be handled again. */
    Circuit after(Step step) {
        if (step.position() <= position) {
            return this;
        }
        return switch (step) {
            case Step.Delivered delivered -> failures == 0 ? this : new Circuit(state, 0, delivered.position());
            case Step.Failed failed -> new Circuit(state, failures + 1, failed.position());
            case Step.Moved moved ->
                new Circuit(moved.state(), moved.state().equals(CircuitState.CLOSED) ? 0 : failures, moved.position());
        };
    }
}
