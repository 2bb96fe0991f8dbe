package io.hookstream.messages.user;

import io.hookstream.messages.Check;
import io.hookstream.messages.Ids;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.user.UserEvent.IdentityLinked;
import io.hookstream.messages.user.UserEvent.UserSignedUp;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A user as their domain events make them.
 *
 * @param password its hash, encrypted; null if they have none
 */
public record UserProfile(
        String email, String name, @Nullable Secret password, List<Identity> identities) {

    private static final int MAX_EMAIL = 254;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]+");

    /** An address in the one spelling that accounts are found by. */
    public static String email(@Nullable String email) {
        String given = Check.required(email, "email").strip().toLowerCase(Locale.ROOT);
        if (given.length() > MAX_EMAIL || !EMAIL.matcher(given).matches()) {
            throw Refused.invalid("email: must be an address such as ada@example.com");
        }
        return given;
    }

    /** The organization and environment that are made for a user who is invited nowhere. */
    public static Tenant ownTenant(String userId) {
        return new Tenant(Ids.derive("org", userId), Ids.derive("env", userId));
    }

    public static UserProfile of(UserSignedUp event) {
        return new UserProfile(event.email(), event.name(), event.password(), List.of());
    }

    public UserProfile after(IdentityLinked event) {
        List<Identity> linked = Stream.concat(identities.stream(), Stream.of(event.identity()))
                .distinct()
                .toList();
        return new UserProfile(email, name, event.passwordKept() ? password : null, linked);
    }
}
