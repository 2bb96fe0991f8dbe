package io.hookstream.messages.destination;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries carry a bearer token that hookstream gets for itself (RFC 6749, section 4.4).
 *
 * @param tokenUrl absolute, http or https
 * @param scope what is asked for; the server's default if absent
 * @param audience who the token is for, which some servers want to be told
 * @param clientAuth how id and secret are shown to the server: {@code basic}, which is the default, or {@code body}
 */
public record ClientCredentials(
        @Nullable String tokenUrl,
        @Nullable String clientId,
        @Nullable Secret clientSecret,
        @Nullable String scope,
        @Nullable String audience,
        @Nullable String clientAuth)
        implements HttpAuth {

    public static final String BODY = "body";
    private static final String BASIC = "basic";
    private static final int MAX_TEXT = 1024;

    @Override
    @JsonIgnore
    public String header() {
        return "Authorization";
    }

    @Override
    public ClientCredentials checked(String url) {
        String by = clientAuth == null ? BASIC : clientAuth;
        if (!Set.of(BASIC, BODY).contains(by)) {
            throw Refused.invalid("config.auth.client_auth: must be basic or body; was " + by);
        }
        return new ClientCredentials(
                WebAddress.checked(Check.required(tokenUrl, "config.auth.token_url"), "config.auth.token_url"),
                text(Check.required(clientId, "config.auth.client_id"), "config.auth.client_id"),
                Check.required(clientSecret, "config.auth.client_secret"),
                scope == null ? null : text(scope, "config.auth.scope"),
                audience == null ? null : text(audience, "config.auth.audience"),
                by);
    }

    private static String text(String given, String field) {
        if (given.isBlank() || given.length() > MAX_TEXT || given.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid(field + ": must have 1 to " + MAX_TEXT + " characters and no control characters");
        }
        return given;
    }
}
