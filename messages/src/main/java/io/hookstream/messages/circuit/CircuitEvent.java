package io.hookstream.messages.circuit;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;

/** What happened to a circuit. Each names the destination: the processors are keyed by it. */
public sealed interface CircuitEvent extends DomainEvent {

    /** What {@link CircuitClosed} gives as its reason if a probe succeeded. */
    String PROBE_SUCCEEDED = "probe_succeeded";

    /** What {@link CircuitClosed} gives as its reason if a person closed it. */
    String RESET = "reset";

    String id();

    String destinationId();

    /**
     * @param opening 1 for the first that the circuit ever had
     * @param failures in a row
     */
    record CircuitOpened(String id, Tenant tenant, String destinationId, int opening, int failures, int cooldownSeconds)
            implements CircuitEvent {}

    record CircuitHalfOpened(String id, Tenant tenant, String destinationId, int opening) implements CircuitEvent {}

    record CircuitClosed(String id, Tenant tenant, String destinationId, String reason) implements CircuitEvent {}
}
