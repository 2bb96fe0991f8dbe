package io.hookstream.api.apikey;

import io.hookstream.api.Iso;
import io.hookstream.messages.apikey.ApiKeyQuery.ListedApiKey;
import io.hookstream.messages.apikey.ApiKeyUsage.Use;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is listed.
 *
 * @param scopes null for all
 * @param revoked 1 or 0
 */
@Schema(name = "ApiKey")
record ApiKeyResponse(
        @Schema(example = "ak_0197a1b2c3d47e5f8a6b7c8d9e0f1a2b")
        String id,

        @Schema(example = "Production Backend") String name,
        @Schema(example = "hs_live_a1b2") String keyPrefix,
        @Nullable List<String> scopes,
        long requestCount,
        int revoked,
        String createdAt,
        @Nullable String lastUsedAt) {

    private static final String EARLY = "hs_live_";

    static String prefix(ListedApiKey key) {
        String prefix = key.settings().prefix();
        return prefix == null ? EARLY : prefix;
    }

    static ApiKeyResponse of(ListedApiKey key, @Nullable Use use) {
        return new ApiKeyResponse(
                key.id(),
                key.settings().name(),
                prefix(key),
                key.settings().scopes(),
                use == null ? 0 : use.requests(),
                key.revision().deleted() ? 1 : 0,
                key.revision().createdAt(),
                use == null ? null : Iso.text(use.lastUsedAt()));
    }
}
