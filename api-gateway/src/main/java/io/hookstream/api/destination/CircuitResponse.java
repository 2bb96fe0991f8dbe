package io.hookstream.api.destination;

import io.hookstream.messages.circuit.CircuitView;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
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
                text(circuit.lastFailureAt()),
                text(circuit.openedAt()),
                text(circuit.lastTransitionAt()),
                text(circuit.nextProbeAt()),
                circuit.history().stream()
                        .map(one -> new Transition(one.state(), one.at().toString(), one.reason(), one.failures()))
                        .toList());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
