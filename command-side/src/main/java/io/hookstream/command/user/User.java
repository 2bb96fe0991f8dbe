package io.hookstream.command.user;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;
import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.user.Identity;
import io.hookstream.messages.user.UserCommand.LinkIdentity;
import io.hookstream.messages.user.UserCommand.SignUp;
import io.hookstream.messages.user.UserEvent.IdentityLinked;
import io.hookstream.messages.user.UserEvent.UserSignedUp;
import io.hookstream.messages.user.UserProfile;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** A person who logs in. Their id is made from their email address, so nobody else has that. */
@Aggregate
class User {

    @AggregateIdentifier
    @SuppressWarnings("UnusedVariable") // Axon reads it
    private @Nullable String id;

    private @Nullable UserProfile profile;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(SignUp command) {
        if (profile != null) {
            throw Refused.conflict("email: has an account already");
        }
        Tenant own = UserProfile.ownTenant(command.id());
        apply(new UserSignedUp(command.id(), own, command.email(), Check.name(command.name()), command.password()));
        return getVersion();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    long handle(LinkIdentity command) {
        Tenant own = UserProfile.ownTenant(command.id());
        Identity identity = command.identity();
        boolean isNew = profile == null;
        if (profile == null) {
            apply(new UserSignedUp(command.id(), own, command.email(), Check.name(command.name()), null));
        } else if (profile.identities().contains(identity)) {
            return getVersion();
        } else if (profile.identities().stream()
                .anyMatch(known -> known.provider().equals(identity.provider()))) {
            // Whoever has the address now need not be who had it then.
            throw Refused.forbidden("The account is linked to another " + identity.provider() + " account");
        }
        apply(new IdentityLinked(command.id(), own, identity, isNew || command.loggedIn()));
        return getVersion();
    }

    @EventSourcingHandler
    void on(UserSignedUp event) {
        id = event.id();
        profile = UserProfile.of(event);
    }

    @EventSourcingHandler
    void on(IdentityLinked event) {
        profile = Objects.requireNonNull(profile).after(event);
    }
}
