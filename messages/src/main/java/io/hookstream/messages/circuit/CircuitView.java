package io.hookstream.messages.circuit;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.View;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A destination's circuit as it is read.
 *
 * @param id the destination's
 * @param revision its version is -1 before anything happened to the circuit
 * @param state one of {@link CircuitState}
 * @param failureCount failures of the destination since its last success or the last time its circuit closed, at most
 *     {@link #MAX_FAILURES}
 * @param lastFailureAt of the destination, whatever came after it
 * @param openedAt null if it is closed
 * @param lastTransitionAt when the state last became another
 * @param nextProbeAt when the cooldown ends; null if it is not open
 * @param history the newest first, at most {@link #MAX_HISTORY}
 */
public record CircuitView(
        String id,
        Tenant tenant,
        Revision revision,
        String state,
        int failureCount,
        @Nullable Instant lastFailureAt,
        @Nullable Instant openedAt,
        @Nullable Instant lastTransitionAt,
        @Nullable Instant nextProbeAt,
        List<Transition> history)
        implements View {

    public static final int MAX_FAILURES = 1000;
    public static final int MAX_HISTORY = 50;

    /** There were too many failures in a row. */
    public static final String TOO_MANY_FAILURES = "too_many_failures";

    public static final String PROBE_FAILED = "probe_failed";
    public static final String COOLDOWN_OVER = "cooldown_over";

    /**
     * What happened to the circuit.
     *
     * @param state that it then had
     * @param reason {@link #TOO_MANY_FAILURES}, {@link #PROBE_FAILED}, {@link #COOLDOWN_OVER},
     *     {@link CircuitEvent#PROBE_SUCCEEDED} or {@link CircuitEvent#RESET}
     * @param failures in a row that opened it; null if it did not open
     */
    public record Transition(
            String state,
            Instant at,
            String reason,
            @Nullable Integer failures) {}
}
