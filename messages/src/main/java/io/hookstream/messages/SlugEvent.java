package io.hookstream.messages;

/** What happened to a slug. It is a fact of its own, so that two resources cannot take the same one at once. */
public sealed interface SlugEvent extends DomainEvent {

    /** Kind, environment and slug, such as {@code source/env_…/stripe}. */
    String id();

    /** @param ownerId the source or destination that took it */
    record SlugTaken(String id, Tenant tenant, String ownerId) implements SlugEvent {}

    record SlugReleased(String id, Tenant tenant) implements SlugEvent {}
}
