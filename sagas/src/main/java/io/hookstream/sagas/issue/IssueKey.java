package io.hookstream.sagas.issue;

import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.issue.IssueEvent;
import io.hookstream.messages.issue.Occurrence;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.annotation.MessageHandlingMember;
import org.axonframework.modelling.saga.AssociationResolver;

/** Which kind of failure, at which destination, an event is about. */
public final class IssueKey implements AssociationResolver {

    @Override
    public <T> void validate(String property, MessageHandlingMember<T> handler) {
        // There is no property: what is resolved is made of several.
    }

    @Override
    public <T> Object resolve(String property, EventMessage<?> message, MessageHandlingMember<T> handler) {
        return switch (message.getPayload()) {
            case DeliveryFailed event ->
                Occurrence.key(event.target().destinationId(), event.attempt().errorType());
            case CircuitEvent event -> Occurrence.key(event.destinationId(), Occurrence.CIRCUIT_OPEN);
            case IssueEvent event -> Occurrence.key(event.destinationId(), event.errorType());
            case Object event -> throw new IllegalArgumentException("It belongs to no issue: " + event.getClass());
        };
    }
}
