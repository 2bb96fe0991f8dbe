package io.hookstream.messages.circuit;

import io.hookstream.messages.Tenant;

/** What can be asked about circuits. */
public sealed interface CircuitQuery {

    /** Answers a {@link CircuitView}, also if the circuit never opened; null if there is no such destination. */
    record FindCircuit(String destinationId, Tenant tenant) implements CircuitQuery {}
}
