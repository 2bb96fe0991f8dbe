package io.hookstream.delivery.router;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hookstream.messages.Json;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/**
 * One connection of a source, as the router keeps it.
 *
 * @param version of its settings
 */
record Route(String connectionId, String sourceId, String destinationId, ConnectionSettings settings, long version) {

    static final String SOURCE_ID = "source_id";
    static final String DESTINATION_ID = "destination_id";

    /** As JSON, because a filter may hold keys that BSON refuses. */
    private static final String SETTINGS = "settings";

    private static final String VERSION = "version";

    boolean enabled() {
        return !Boolean.FALSE.equals(settings.enabled());
    }

    List<FilterRule> rules() {
        return Objects.requireNonNullElse(settings.filterRules(), List.of());
    }

    Document document() {
        try {
            return new Document("_id", connectionId)
                    .append(SOURCE_ID, sourceId)
                    .append(DESTINATION_ID, destinationId)
                    .append(SETTINGS, Json.mapper().writeValueAsString(settings))
                    .append(VERSION, version);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Connection " + connectionId + " cannot be written", e);
        }
    }

    static Route of(Document document) {
        try {
            return new Route(
                    document.getString("_id"),
                    document.getString(SOURCE_ID),
                    document.getString(DESTINATION_ID),
                    Json.mapper().readValue(document.getString(SETTINGS), ConnectionSettings.class),
                    document.getLong(VERSION));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The route of " + document.getString("_id") + " is damaged", e);
        }
    }
}
