package io.hookstream.messages.source;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the secret of a kind of verification looks like, and which key it stands for. Stored by its {@link #label}. */
public enum SecretForm {
    /** Any text: its UTF-8 bytes are the key. */
    TEXT("must have 1 to 1024 characters"),
    /** What Standard Webhooks calls a secret: base64 of the key, perhaps after {@code whsec_}. */
    BASE64("must be 1 to 512 bytes in base64, with or without whsec_ before them"),
    /** A P-256 public key as X.509 SubjectPublicKeyInfo. */
    P256("must be a P-256 public key: its SubjectPublicKeyInfo in base64, with or without PEM's first and last line"),
    /** The user and the password of HTTP's basic authentication. */
    BASIC("must be a user and a password with a colon between them");

    private static final int MAX_CHARACTERS = 1024;
    private static final int MAX_KEY_BYTES = 512;
    private static final int P256_BITS = 256;
    private static final String PREFIX = "whsec_";
    private static final Pattern PEM = Pattern.compile("-----(?:BEGIN|END) PUBLIC KEY-----|\\s");

    private final String rule;

    SecretForm(String rule) {
        this.rule = rule;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a secret of this form must be. */
    String rule() {
        return rule;
    }

    /** The bytes of the key that the secret stands for; of a public key, its encoded form. Nothing if it is none. */
    public Optional<byte[]> key(String secret) {
        if (secret.isEmpty() || secret.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        return switch (this) {
            case TEXT -> Optional.of(secret.getBytes(StandardCharsets.UTF_8));
            case BASE64 ->
                decoded(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret)
                        .filter(key -> key.length >= 1 && key.length <= MAX_KEY_BYTES);
            case P256 -> decoded(PEM.matcher(secret).replaceAll("")).filter(SecretForm::isP256);
            case BASIC ->
                secret.indexOf(':') > 0 ? Optional.of(secret.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
        };
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isP256(byte[] encoded) {
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded))
                            instanceof ECPublicKey key
                    && key.getParams().getCurve().getField().getFieldSize() == P256_BITS;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
