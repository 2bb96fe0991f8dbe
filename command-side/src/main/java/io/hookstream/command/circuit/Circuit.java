package io.hookstream.command.circuit;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitCommand.CloseCircuit;
import io.hookstream.messages.circuit.CircuitCommand.HalfOpenCircuit;
import io.hookstream.messages.circuit.CircuitCommand.OpenCircuit;
import io.hookstream.messages.circuit.CircuitCommand.ResetCircuit;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitHalfOpened;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.circuit.CircuitState;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** A destination's circuit breaker. It comes into being when the destination first fails too often. */
@Aggregate
class Circuit {

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable Tenant tenant;
    private String destinationId = "";
    private String state = CircuitState.CLOSED;
    private int openings;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(OpenCircuit command) {
        if (!state.equals(CircuitState.OPEN)) {
            apply(new CircuitOpened(
                    command.id(),
                    command.tenant(),
                    command.destinationId(),
                    openings + 1,
                    command.failures(),
                    command.cooldownSeconds()));
        }
    }

    @CommandHandler
    void handle(HalfOpenCircuit command) {
        if (state.equals(CircuitState.OPEN) && command.opening() == openings) {
            apply(new CircuitHalfOpened(command.id(), owner(), destinationId, openings));
        }
    }

    @CommandHandler
    void handle(CloseCircuit command) {
        if (state.equals(CircuitState.HALF_OPEN)) {
            apply(new CircuitClosed(command.id(), owner(), destinationId, CircuitEvent.PROBE_SUCCEEDED));
        }
    }

    /** Also of a closed one: the failures that it has counted so far are forgotten. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(ResetCircuit command) {
        if (id != null && !command.tenant().equals(tenant)) {
            throw Refused.notFound("Destination");
        }
        apply(new CircuitClosed(command.id(), command.tenant(), command.destinationId(), CircuitEvent.RESET));
        return getVersion();
    }

    private Tenant owner() {
        if (tenant == null) {
            throw new IllegalStateException("A circuit that has opened has a tenant");
        }
        return tenant;
    }

    @EventSourcingHandler
    void on(CircuitOpened event) {
        id = event.id();
        tenant = event.tenant();
        destinationId = event.destinationId();
        openings = event.opening();
        state = CircuitState.OPEN;
    }

    @EventSourcingHandler
    void on(CircuitHalfOpened event) {
        state = CircuitState.HALF_OPEN;
    }

    @EventSourcingHandler
    void on(CircuitClosed event) {
        id = event.id();
        tenant = event.tenant();
        destinationId = event.destinationId();
        state = CircuitState.CLOSED;
    }
}
