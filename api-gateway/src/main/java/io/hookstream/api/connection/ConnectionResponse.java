package io.hookstream.api.connection;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.ConnectionView;
import org.jspecify.annotations.Nullable;

/**
 * A connection as it is answered.
 *
 * @param sourceName null if the source is deleted
 * @param destinationName null if the destination is deleted
 */
record ConnectionResponse(
        String id,
        @JsonUnwrapped ConnectionSettings settings,
        @Nullable String sourceName,
        @Nullable String destinationName,
        String createdAt,
        String updatedAt) {

    static ConnectionResponse of(ConnectionView connection) {
        return new ConnectionResponse(
                connection.id(),
                connection.settings(),
                connection.sourceName(),
                connection.destinationName(),
                connection.revision().createdAt(),
                connection.revision().updatedAt());
    }
}
