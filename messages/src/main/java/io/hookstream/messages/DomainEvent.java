package io.hookstream.messages;

/** A fact in the event store. It is stored under its simple class name, for ever. */
public interface DomainEvent {

    Tenant tenant();
}
