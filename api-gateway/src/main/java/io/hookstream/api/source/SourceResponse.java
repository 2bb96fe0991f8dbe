package io.hookstream.api.source;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import org.jspecify.annotations.Nullable;

/**
 * A source as it is answered.
 *
 * @param eventCount null of a source of the past
 * @param url where its webhooks are to be sent
 */
record SourceResponse(
        String id,
        @JsonUnwrapped SourceSettings settings,
        String url,
        @Nullable Long eventCount,
        String createdAt,
        String updatedAt) {

    static SourceResponse of(SourceView source, String baseUrl) {
        return new SourceResponse(
                source.id(),
                source.settings(),
                baseUrl + "/v1/ingest/" + source.id(),
                source.eventCount(),
                source.revision().createdAt(),
                source.revision().updatedAt());
    }
}
