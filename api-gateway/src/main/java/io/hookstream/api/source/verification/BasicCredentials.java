package io.hookstream.api.source.verification;

import io.hookstream.api.ApiException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * No signature, but a user and a password that came with the address, as Postmark has it.
 *
 * @param credentials UTF-8 of {@code user:password}
 */
record BasicCredentials(List<byte[]> credentials) implements Verifier {

    private static final String SCHEME = "Basic ";

    @Override
    public void verify(Incoming webhook, Instant now) {
        String value = webhook.one(HttpHeaders.AUTHORIZATION);
        boolean matches = false;
        if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            byte[] given = decoded(value.substring(SCHEME.length()).strip());
            for (byte[] expected : credentials) {
                matches |= MessageDigest.isEqual(expected, given);
            }
        }
        if (!matches) {
            throw ApiException.unauthorized("The user and the password do not match");
        }
    }

    /** Nobody's credentials are empty. */
    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
