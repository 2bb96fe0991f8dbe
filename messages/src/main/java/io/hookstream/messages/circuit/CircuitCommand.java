package io.hookstream.messages.circuit;

import io.hookstream.messages.Tenant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a circuit. Each may be repeated: what has happened already does not happen again. */
public sealed interface CircuitCommand {

    String id();

    /** The id of a destination's circuit. */
    static String id(String destinationId) {
        return "circuit_" + destinationId;
    }

    /**
     * The destination fails: there were too many failures in a row, or the probe failed.
     *
     * @param failures in a row
     * @param cooldownSeconds until a probe
     */
    record OpenCircuit(
            @TargetAggregateIdentifier String id,
            Tenant tenant,
            String destinationId,
            int failures,
            int cooldownSeconds)
            implements CircuitCommand {}

    /**
     * The cooldown is over.
     *
     * @param opening the number of the opening that it followed
     */
    record HalfOpenCircuit(@TargetAggregateIdentifier String id, int opening) implements CircuitCommand {}

    /** The probe succeeded. */
    record CloseCircuit(@TargetAggregateIdentifier String id) implements CircuitCommand {}

    /** A person says that the destination works again. Answers the circuit's version. */
    record ResetCircuit(@TargetAggregateIdentifier String id, Tenant tenant, String destinationId)
            implements CircuitCommand {}
}
