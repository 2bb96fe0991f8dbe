package io.hookstream.messages.apikey;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;

/** What happened to an API key. */
public sealed interface ApiKeyEvent extends DomainEvent {

    String id();

    record ApiKeyCreated(String id, Tenant tenant, ApiKeySettings settings) implements ApiKeyEvent {}

    record ApiKeyRevoked(String id, Tenant tenant) implements ApiKeyEvent {}
}
