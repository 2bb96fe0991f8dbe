package io.hookstream.messages.user;

import io.hookstream.messages.Ids;
import io.hookstream.messages.Secret;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked of a user. Each answers the version of the user that holds the change. */
public sealed interface UserCommand {

    /** One email address is one user, for ever: the store's sequence numbers see to that. */
    static String id(String email) {
        return Ids.derive("usr", email);
    }

    /**
     * @param email as {@link UserProfile#email} makes it
     * @param password its hash, encrypted
     */
    record SignUp(@TargetAggregateIdentifier String id, String email, String name, Secret password)
            implements UserCommand {}

    /**
     * An identity provider says who it is; whoever has no account yet gets one.
     *
     * @param email that the provider has verified
     * @param loggedIn whether the account's owner asks for it. If not, the account's password may be somebody else's, who
     *     signed up with an address that is not theirs, and is good for nothing any more.
     */
    record LinkIdentity(
            @TargetAggregateIdentifier String id, String email, String name, Identity identity, boolean loggedIn)
            implements UserCommand {}
}
