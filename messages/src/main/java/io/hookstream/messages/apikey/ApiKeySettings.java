package io.hookstream.messages.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param hash {@link #hash} of the key; the key itself is stored nowhere
 * @param hint its last 4 characters
 * @param scopes some of {@link #SCOPES}; null for all
 */
public record ApiKeySettings(
        String name, String hash, String hint, @Nullable List<String> scopes) {

    public static final List<String> SCOPES = List.of("read", "write", "ingest", "admin");

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
