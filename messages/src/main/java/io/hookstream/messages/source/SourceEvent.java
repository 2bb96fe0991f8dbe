package io.hookstream.messages.source;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;

/** What happened to a source. */
public sealed interface SourceEvent extends DomainEvent {

    String id();

    record SourceCreated(String id, Tenant tenant, SourceSettings settings) implements SourceEvent {}

    record SourceUpdated(String id, Tenant tenant, SourceSettings settings) implements SourceEvent {}

    record SourceDeleted(String id, Tenant tenant) implements SourceEvent {}
}
