package io.hookstream.messages.destination;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How deliveries can be signed, and what makes a secret a key. Stored by its {@link #label}. The last two are the
 * symmetric and the asymmetric scheme of Standard Webhooks 1.0.0.
 */
public enum SigningAlgorithm {
    SHA256("must have 1 to 1024 characters"),
    SHA1("must have 1 to 1024 characters"),
    STANDARD_WEBHOOKS("must be 24 to 64 bytes in base64, with or without whsec_ before them"),
    ED25519("must be an Ed25519 private key: its 32 bytes, or the key pair's 64, in base64,"
            + " with or without whsk_ before them");

    private static final int MAX_CHARACTERS = 1024;
    private static final int SEED_BYTES = 32;
    private static final int PAIR_BYTES = 64;

    /** What comes before the 32 bytes of a public key in its X.509 form (RFC 8410, section 4). */
    private static final byte[] PUBLIC_KEY = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private final String rule;

    SigningAlgorithm(String rule) {
        this.rule = rule;
    }

    public static Optional<SigningAlgorithm> of(String label) {
        return Arrays.stream(values()).filter(a -> a.label().equals(label)).findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a secret of this algorithm must be. */
    String rule() {
        return rule;
    }

    /** Whether the signature is a hex number in a header of the user's choice, instead of Standard Webhooks' headers. */
    public boolean isHex() {
        return this == SHA256 || this == SHA1;
    }

    boolean accepts(String secret) {
        byte[] key = key(secret).orElse(null);
        return key != null && (this != ED25519 || isPair(decoded(secret, "whsk_")));
    }

    /** The bytes of the key that the secret stands for, of Ed25519 the private ones; nothing if it is no such key. */
    public Optional<byte[]> key(String secret) {
        return switch (this) {
            case SHA256, SHA1 ->
                secret.isEmpty() || secret.length() > MAX_CHARACTERS
                        ? Optional.empty()
                        : Optional.of(secret.getBytes(StandardCharsets.UTF_8));
            case STANDARD_WEBHOOKS ->
                Optional.ofNullable(decoded(secret, "whsec_")).filter(key -> key.length >= 24 && key.length <= 64);
            case ED25519 ->
                Optional.ofNullable(decoded(secret, "whsk_"))
                        .filter(key -> key.length == SEED_BYTES || key.length == PAIR_BYTES)
                        .map(key -> Arrays.copyOf(key, SEED_BYTES));
        };
    }

    /** The key as the JDK takes it. */
    public static PrivateKey privateKey(byte[] seed) throws GeneralSecurityException {
        return KeyFactory.getInstance("Ed25519")
                .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    }

    private static byte @Nullable [] decoded(String secret, String prefix) {
        try {
            return Base64.getDecoder().decode(secret.startsWith(prefix) ? secret.substring(prefix.length()) : secret);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Whether the second half, if there is one, verifies what the first signs: receivers are given the second. */
    private static boolean isPair(byte @Nullable [] key) {
        if (key == null || key.length != PAIR_BYTES) {
            return key != null;
        }
        try {
            byte[] encoded = Arrays.copyOf(PUBLIC_KEY, PUBLIC_KEY.length + SEED_BYTES);
            System.arraycopy(key, SEED_BYTES, encoded, PUBLIC_KEY.length, SEED_BYTES);
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(privateKey(Arrays.copyOf(key, SEED_BYTES)));
            byte[] signed = signature.sign();
            signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
