package io.hookstream.api.destination;

import io.hookstream.api.Iso;
import io.hookstream.messages.circuit.CircuitView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A destination's circuit as it is answered.
 *
 * @param history the newest first
 */
record CircuitResponse(
        String destinationId,

        @Schema(allowableValues = {"closed", "open", "half_open"})
        String state,

        int failureCount,
        @Nullable String lastFailureAt,
        @Nullable String openedAt,
        @Nullable String lastTransitionAt,
        @Nullable String nextProbeAt,
        List<Transition> history) {

    @Schema(name = "CircuitTransition")
    record Transition(
            @Schema(allowableValues = {"closed", "open", "half_open"})
            String state,

            String at,

            @Schema(
                    allowableValues = {"too_many_failures", "probe_failed", "cooldown_over", "probe_succeeded", "reset"
                    })
            String reason,

            @Nullable Integer failures) {}

    static CircuitResponse of(CircuitView circuit) {
        return new CircuitResponse(
                circuit.id(),
                circuit.state(),
                circuit.failureCount(),
                Iso.text(circuit.lastFailureAt()),
                Iso.text(circuit.openedAt()),
                Iso.text(circuit.lastTransitionAt()),
                Iso.text(circuit.nextProbeAt()),
                circuit.history().stream()
                        .map(one -> new Transition(one.state(), one.at().toString(), one.reason(), one.failures()))
                        .toList());
    }
}
