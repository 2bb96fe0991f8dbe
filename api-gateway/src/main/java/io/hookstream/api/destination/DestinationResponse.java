package io.hookstream.api.destination;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A destination as it is answered; of one for HTTP, {@code url}, {@code method} and {@code headers} also beside {@code config}. */
record DestinationResponse(
        String id,
        @JsonUnwrapped DestinationSettings settings,
        @Nullable String url,
        @Nullable String method,
        @Nullable Map<String, HeaderValue> headers,
        @Nullable Long deliveryCount,
        String createdAt,
        String updatedAt) {

    static DestinationResponse of(DestinationView destination) {
        HttpConfig config = destination.settings().config() instanceof HttpConfig http ? http : null;
        return new DestinationResponse(
                destination.id(),
                destination.settings(),
                config == null ? null : config.url(),
                config == null ? null : config.method(),
                config == null ? null : config.headers(),
                destination.deliveryCount(),
                destination.revision().createdAt(),
                destination.revision().updatedAt());
    }
}
