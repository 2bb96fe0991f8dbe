package io.hookstream.api.account;

import io.hookstream.api.AccountProperties.Google;
import io.hookstream.messages.user.Identity;
import java.net.URI;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Google, by OpenID Connect's user info. */
record GoogleProvider(OAuthClient client, String userInfoUri) implements IdentityProvider {

    private static final String NAME = "google";

    static GoogleProvider of(Google google) {
        OAuthClient client = new OAuthClient(
                google.clientId(),
                google.clientSecret(),
                google.authorizationUri(),
                google.tokenUri(),
                "openid email profile");
        return new GoogleProvider(client, google.userInfoUri());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public URI authorization(String redirectUri, String state, String challenge) {
        return client.authorization(redirectUri, state, challenge);
    }

    @Override
    public Mono<Somebody> somebody(String code, String redirectUri, String verifier) {
        return client.token(code, redirectUri, verifier)
                .flatMap(token -> client.get(userInfoUri, token))
                .filter(user -> user.path("email_verified").asBoolean(false)
                        && !user.path("sub").asString("").isEmpty())
                .map(GoogleProvider::somebody);
    }

    private static Somebody somebody(JsonNode user) {
        return new Somebody(
                new Identity(NAME, user.path("sub").asString("")),
                user.path("email").asString(""),
                user.path("name").asString(""));
    }
}
