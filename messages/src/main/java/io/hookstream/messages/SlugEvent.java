package io.hookstream.messages;

/** What happened to a slug. It is a fact of its own, so that two resources cannot take the same one at once. */
public sealed interface SlugEvent extends DomainEvent {

    String slug();

    /** @param ownerId the source or destination that took it */
    record SlugTaken(String slug, Tenant tenant, String ownerId) implements SlugEvent {}

    record SlugReleased(String slug, Tenant tenant) implements SlugEvent {}
}
