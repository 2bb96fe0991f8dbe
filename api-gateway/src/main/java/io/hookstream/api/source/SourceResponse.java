package io.hookstream.api.source;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source as it is answered.
 *
 * @param verificationType null: this version has none, see {@link LaterFields}; so are the two that follow
 * @param url where its webhooks are to be sent
 */
record SourceResponse(
        String id,
        @JsonUnwrapped SourceSettings settings,
        @Nullable String verificationType,
        @Nullable List<String> ipAllowlist,
        @Nullable List<String> ipDenylist,
        String url,
        long eventCount,
        String createdAt,
        String updatedAt) {

    static SourceResponse of(SourceView source, String baseUrl) {
        return new SourceResponse(
                source.id(),
                source.settings(),
                null,
                null,
                null,
                baseUrl + "/v1/ingest/" + source.id(),
                source.eventCount(),
                source.revision().createdAt(),
                source.revision().updatedAt());
    }
}
