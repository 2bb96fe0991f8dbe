package io.hookstream.api.destination;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A destination's settings in all the spellings of {@link ConfigSpelling}; only for the description of the API. */
record DestinationRequest(
        @JsonUnwrapped DestinationSettings settings,
        @Nullable HttpConfig providerConfig,
        @Nullable String url,
        @Nullable String method,
        @Nullable Map<String, HeaderValue> headers) {}
