package io.hookstream.api.account;

import io.hookstream.messages.user.Identity;
import java.net.URI;
import reactor.core.publisher.Mono;

/** Who tells us who somebody is, by the authorization code flow of OAuth 2 (RFC 6749) with PKCE (RFC 7636). */
interface IdentityProvider {

    /** As addresses and {@link Identity} call it. */
    String name();

    /**
     * Where to send the browser.
     *
     * @param challenge the verifier's SHA-256
     */
    URI authorization(String redirectUri, String state, String challenge);

    /** Empty if the provider has not verified the person's email address. */
    Mono<Somebody> somebody(String code, String redirectUri, String verifier);

    /** @param email verified */
    record Somebody(Identity identity, String email, String name) {}
}
