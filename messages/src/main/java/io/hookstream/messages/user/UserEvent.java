package io.hookstream.messages.user;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Secret;
import io.hookstream.messages.Tenant;
import org.jspecify.annotations.Nullable;

/** What happened to a user. Its tenant is one that is theirs alone, whether or not there is such an organization. */
public sealed interface UserEvent extends DomainEvent {

    String id();

    /** @param password its hash, encrypted; null for who comes by an identity provider */
    record UserSignedUp(
            String id,
            Tenant tenant,
            String email,
            String name,
            @Nullable Secret password) implements UserEvent {}

    /** @param passwordKept false if the password is good for nothing any more */
    record IdentityLinked(String id, Tenant tenant, Identity identity, boolean passwordKept) implements UserEvent {}
}
