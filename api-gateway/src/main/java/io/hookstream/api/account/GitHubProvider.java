package io.hookstream.api.account;

import io.hookstream.api.AccountProperties.GitHub;
import io.hookstream.messages.user.Identity;
import java.net.URI;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** GitHub, by its REST API: the address is the primary one, if it is verified. */
record GitHubProvider(OAuthClient client, String userInfoUri) implements IdentityProvider {

    private static final String NAME = "github";

    static GitHubProvider of(GitHub github) {
        OAuthClient client = new OAuthClient(
                github.clientId(),
                github.clientSecret(),
                github.authorizationUri(),
                github.tokenUri(),
                "read:user user:email");
        return new GitHubProvider(client, github.userInfoUri());
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
                .flatMap(token -> Mono.zip(
                        client.get(userInfoUri, token),
                        client.get(userInfoUri + "/emails", token).flatMap(GitHubProvider::email),
                        GitHubProvider::somebody));
    }

    private static Mono<String> email(JsonNode emails) {
        for (JsonNode email : emails) {
            if (email.path("primary").asBoolean(false) && email.path("verified").asBoolean(false)) {
                return Mono.just(email.path("email").asString(""));
            }
        }
        return Mono.empty();
    }

    private static Somebody somebody(JsonNode user, String email) {
        String name = user.path("name").asString("");
        return new Somebody(
                new Identity(NAME, String.valueOf(user.path("id").asLong())),
                email,
                name.isBlank() ? user.path("login").asString("") : name);
    }
}
