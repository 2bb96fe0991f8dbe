package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.lane.Circuit.Step;
import io.hookstream.messages.circuit.CircuitState;
import org.junit.jupiter.api.Test;

class CircuitStepsTest {

    @Test
    void failuresAreCountedUntilASuccess() {
        assertThat(after(new Step.Failed(1), new Step.Failed(2)).failures()).isEqualTo(2);
        assertThat(after(new Step.Failed(1), new Step.Delivered(2), new Step.Failed(3))
                        .failures())
                .isEqualTo(1);
    }

    @Test
    void aStepIsTakenOnce() {
        Circuit circuit = after(new Step.Failed(1), new Step.Failed(2));
        assertThat(circuit.after(new Step.Failed(1)).after(new Step.Failed(2))).isEqualTo(circuit);
    }

    @Test
    void closingForgetsTheFailures() {
        Circuit open = after(new Step.Failed(1), new Step.Moved(2, CircuitState.OPEN));
        assertThat(open.failures()).isEqualTo(1);
        assertThat(open.after(new Step.Moved(3, CircuitState.CLOSED)))
                .isEqualTo(new Circuit(CircuitState.CLOSED, 0, 3));
    }

    private static Circuit after(Step... steps) {
        Circuit circuit = Circuit.NEW;
        for (Step step : steps) {
            circuit = circuit.after(step);
        }
        return circuit;
    }
}
