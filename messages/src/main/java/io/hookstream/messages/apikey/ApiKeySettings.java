package io.hookstream.messages.apikey;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param hash SHA-256 of the key, in hexadecimal; the key itself is stored nowhere
 * @param hint its last 4 characters
 * @param scopes some of {@link #SCOPES}; null for all
 */
public record ApiKeySettings(
        String name, String hash, String hint, @Nullable List<String> scopes) {

    public static final List<String> SCOPES = List.of("read", "write", "ingest", "admin");
}
