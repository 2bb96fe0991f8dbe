package io.hookstream.messages.destination;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;

/** What happened to a destination. */
public sealed interface DestinationEvent extends DomainEvent {

    String id();

    record DestinationCreated(String id, Tenant tenant, DestinationSettings settings) implements DestinationEvent {}

    record DestinationUpdated(String id, Tenant tenant, DestinationSettings settings) implements DestinationEvent {}

    record DestinationDeleted(String id, Tenant tenant) implements DestinationEvent {}
}
