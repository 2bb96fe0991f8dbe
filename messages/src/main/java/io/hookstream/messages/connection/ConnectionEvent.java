package io.hookstream.messages.connection;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;

/** What happened to a connection. Each says which source and destination it joins: the processors are keyed by them. */
public sealed interface ConnectionEvent extends DomainEvent {

    String id();

    String sourceId();

    String destinationId();

    record ConnectionCreated(
            String id, Tenant tenant, String sourceId, String destinationId, ConnectionSettings settings)
            implements ConnectionEvent {}

    record ConnectionUpdated(
            String id, Tenant tenant, String sourceId, String destinationId, ConnectionSettings settings)
            implements ConnectionEvent {}

    record ConnectionDeleted(String id, Tenant tenant, String sourceId, String destinationId)
            implements ConnectionEvent {}
}
