package io.hookstream.api.destination;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HeaderValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A destination's settings in all the spellings of {@link ConfigSpelling}; only for the description of the API. */
record DestinationRequest(
        @JsonUnwrapped DestinationSettings settings,
        @Nullable DestinationConfig providerConfig,
        @Nullable String url,
        @Nullable String method,
        @Nullable Map<String, HeaderValue> headers) {}
