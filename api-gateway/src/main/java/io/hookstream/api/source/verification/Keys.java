package io.hookstream.api.source.verification;

import io.hookstream.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a source's webhooks may be signed with: one, or two while the sender changes from one to the other.
 *
 * @param algorithm such as {@code HmacSHA256}
 */
record Keys(String algorithm, List<SecretKeySpec> keys) {

    static final String SHA256 = "HmacSHA256";
    static final String SHA1 = "HmacSHA1";

    static Keys of(String algorithm, List<byte[]> keys) {
        return new Keys(
                algorithm,
                keys.stream().map(key -> new SecretKeySpec(key, algorithm)).toList());
    }

    /** How many bytes a signature has. */
    int length() {
        return algorithm.equals(SHA1) ? 20 : 32;
    }

    /**
     * @param candidates decoded signatures; what could not be decoded is null
     * @param parts what is signed, one after the other
     */
    void check(List<byte @Nullable []> candidates, byte[]... parts) {
        List<byte[]> given = candidates.stream().filter(Objects::nonNull).toList();
        boolean matches = false;
        for (SecretKeySpec key : keys) {
            byte[] expected = sign(key, parts);
            for (byte[] candidate : given) {
                matches |= MessageDigest.isEqual(expected, candidate);
            }
        }
        if (!matches) {
            throw mismatch();
        }
    }

    static ApiException mismatch() {
        return ApiException.unauthorized("The signature does not match");
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] sign(SecretKeySpec key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + algorithm, e);
        }
    }
}
