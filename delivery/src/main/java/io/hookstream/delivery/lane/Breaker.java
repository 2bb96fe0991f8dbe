package io.hookstream.delivery.lane;

import io.hookstream.messages.circuit.CircuitState;
import org.jspecify.annotations.Nullable;

/**
 * A lane's part in its destination's circuit: it counts failures and says when the circuit is to be opened or closed.
 * From then on it lets nothing through until the log says how the circuit stands, so that not one delivery more leaves
 * than the threshold allows, and exactly one probe. Guarded by its lane.
 */
final class Breaker {

    /** What is to be asked of the circuit. */
    enum Request {
        NONE,
        OPEN,
        CLOSE
    }

    private String state = CircuitState.CLOSED;
    private int failures;
    private boolean asked;
    private @Nullable String probe;

    int failures() {
        return failures;
    }

    /** The log says so. */
    void follow(Circuit circuit) {
        state = circuit.state();
        failures = circuit.failures();
        asked = false;
        probe = null;
    }

    /**
     * How many deliveries may begin.
     *
     * @param limit how many may be on their way at once
     * @param arrived how many of those under way have arrived, and are only to be recorded
     */
    int room(int limit, int underWay, int arrived) {
        if (asked) {
            return 0;
        }
        return switch (state) {
            case CircuitState.OPEN -> 0;
            case CircuitState.HALF_OPEN -> probe == null && underWay == 0 ? 1 : 0;
            default -> limit - underWay + arrived;
        };
    }

    void began(String deliveryId) {
        if (state.equals(CircuitState.HALF_OPEN)) {
            probe = deliveryId;
        }
    }

    /** One has arrived. It counts from now on, and not when the log has it: others may have failed by then. */
    void arrived() {
        if (state.equals(CircuitState.CLOSED) && !asked) {
            failures = 0;
        }
    }

    Request ended(String deliveryId, Outcome outcome, int threshold) {
        if (state.equals(CircuitState.HALF_OPEN)) {
            return deliveryId.equals(probe) ? probed(outcome) : Request.NONE;
        }
        if (outcome == Outcome.FAILED) {
            failures++;
        }
        return check(threshold);
    }

    /** Also when the count was read back: the process may have ended between the last failure and the request. */
    Request check(int threshold) {
        if (asked || !state.equals(CircuitState.CLOSED) || failures < threshold) {
            return Request.NONE;
        }
        asked = true;
        return Request.OPEN;
    }

    private Request probed(Outcome outcome) {
        return switch (outcome) {
            case DELIVERED -> {
                asked = true;
                yield Request.CLOSE;
            }
            case FAILED -> {
                failures++;
                asked = true;
                yield Request.OPEN;
            }
            // It says nothing about the destination: the next one is the probe.
            case FAILED_UNSENT, CANCELLED, OVER, UNRECORDED -> {
                probe = null;
                yield Request.NONE;
            }
        };
    }
}
