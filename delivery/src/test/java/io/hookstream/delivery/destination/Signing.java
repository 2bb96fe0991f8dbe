package io.hookstream.delivery.destination;

import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.SigningConfig;
import io.hookstream.messages.destination.SigningSecret;
import java.time.Instant;

/** Signing configurations for tests, whose secrets are encrypted by a cipher that does nothing. */
final class Signing {

    static final SecretCipher PLAIN = new SecretCipher() {
        @Override
        public Secret encrypt(String plaintext) {
            return new Secret(plaintext, "");
        }

        @Override
        public String decrypt(Secret secret) {
            return secret.ciphertext();
        }
    };

    private final String algorithm;
    private final String secret;
    private String header;
    private String prefix;
    private Boolean includeTimestamp;
    private String timestampHeader;
    private String previousSecret;
    private Instant expiresAt;

    Signing(String algorithm, String secret) {
        this.algorithm = algorithm;
        this.secret = secret;
    }

    Signing in(String header, String prefix) {
        this.header = header;
        this.prefix = prefix;
        return this;
    }

    /** @param header null for the default */
    Signing timed(String header) {
        includeTimestamp = true;
        timestampHeader = header;
        return this;
    }

    Signing previous(String secret, Instant expiresAt) {
        previousSecret = secret;
        this.expiresAt = expiresAt;
        return this;
    }

    Signer signer() {
        SigningConfig config = new SigningConfig(
                SigningSecret.encrypted(secret, PLAIN),
                algorithm,
                header,
                prefix,
                includeTimestamp,
                timestampHeader,
                previousSecret == null ? null : SigningSecret.encrypted(previousSecret, PLAIN),
                expiresAt);
        return Signer.of(config, PLAIN);
    }
}
