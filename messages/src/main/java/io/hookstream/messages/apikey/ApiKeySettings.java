package io.hookstream.messages.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param hash {@link #hash} of the key; the key itself is stored nowhere
 * @param hint its last 4 characters
 * @param scopes some of {@link #SCOPES}; null for all
 * @param prefix how it begins, such as {@code hs_live_a1b2}; null for the first key of an early installation
 */
public record ApiKeySettings(
        String name,
        String hash,
        String hint,
        @Nullable List<String> scopes,
        @Nullable String prefix) {

    /** Allows to administer the server. */
    public static final String ADMIN = "admin";

    public static final List<String> SCOPES = List.of("read", "write", "ingest", ADMIN);

    private static final int KEY_BYTES = 32;
    private static final int HINT = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * A new key, such as {@code hs_live_…} with 64 hexadecimal digits.
     *
     * @param mode of its environment
     */
    public static String newKey(String mode) {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return "hs_" + mode + "_" + HexFormat.of().formatHex(key);
    }

    /** What is stored of a key. */
    public static ApiKeySettings of(String name, String key, @Nullable List<String> scopes) {
        String prefix = key.substring(0, key.lastIndexOf('_') + 1 + HINT);
        return new ApiKeySettings(name, hash(key), key.substring(key.length() - HINT), scopes, prefix);
    }

    /** What a key is stored and found by. A fast hash is enough: a key is 256 random bits. */
    public static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
