package io.hookstream.api.source;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hookstream.messages.source.SourceSettings;
import org.jspecify.annotations.Nullable;

/**
 * What a source is created from, for the description of the API.
 *
 * @param template an id of {@link SourceTemplate}: what it says holds where nothing else is said
 */
record SourceRequest(
        @JsonUnwrapped SourceSettings settings, @Nullable String template) {}
