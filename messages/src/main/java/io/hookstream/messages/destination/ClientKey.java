package io.hookstream.messages.destination;

import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import java.security.cert.X509Certificate;

/**
 * A private key in PEM.
 *
 * @param fingerprint of its public half, as {@link Pem#fingerprint} makes it, or nothing if it is no key: noted before
 *     it is encrypted, because nobody can tell afterwards which certificate it belongs to
 */
public record ClientKey(Secret secret, String fingerprint) {

    public static ClientKey encrypted(String plain, SecretCipher cipher) {
        return new ClientKey(
                cipher.encrypt(plain),
                Pem.privateKey(plain).flatMap(Pem::fingerprint).orElse(""));
    }

    boolean isKey() {
        return !fingerprint.isEmpty();
    }

    boolean belongsTo(X509Certificate certificate) {
        return Pem.fingerprint(certificate.getPublicKey())
                .filter(fingerprint::equals)
                .isPresent();
    }
}
