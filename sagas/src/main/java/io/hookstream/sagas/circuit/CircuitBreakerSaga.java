package io.hookstream.sagas.circuit;

import io.hookstream.messages.circuit.CircuitCommand.HalfOpenCircuit;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.sagas.Commands;
import java.time.Instant;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * One circuit, from when it opens until it closes: after each cooldown it lets the lane send a probe. What counts the
 * failures is the lane, which sees every result first.
 */
@Saga
@SuppressWarnings("NullAway.Init") // Axon makes an empty one, and Spring sets what it needs
public class CircuitBreakerSaga {

    private static final String COOLDOWN = "circuit_cooldown";

    @Autowired
    private transient DeadlineManager deadlines;

    @Autowired
    private transient Commands commands;

    /** @param opening the number of the opening that the cooldown follows */
    public record CooldownOver(String circuitId, int opening) {}

    @StartSaga
    @SagaEventHandler(associationProperty = "destinationId")
    public void on(CircuitOpened event, @Timestamp Instant at) {
        deadlines.schedule(
                at.plusSeconds(event.cooldownSeconds()), COOLDOWN, new CooldownOver(event.id(), event.opening()));
    }

    @DeadlineHandler(deadlineName = COOLDOWN)
    public void on(CooldownOver over) {
        commands.send(new HalfOpenCircuit(over.circuitId(), over.opening()));
    }

    @EndSaga
    @SagaEventHandler(associationProperty = "destinationId")
    public void on(CircuitClosed event) {
        deadlines.cancelAllWithinScope(COOLDOWN);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = "id", keyName = "destinationId")
    public void on(DestinationDeleted event) {
        deadlines.cancelAllWithinScope(COOLDOWN);
    }
}
