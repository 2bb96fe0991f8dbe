package io.hookstream.api.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.media.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is sent to each route, and what it answers, as the documentation shows it. */
final class Examples {

    private static final String FILE = "/openapi/examples.json";
    private static final String ANY = "ANY";

    /** Of success, unless its status has an example of its own. */
    private static final String RESPONSE = "response";

    private final Map<String, JsonNode> byRoute = new HashMap<>();

    private Examples(JsonNode all) {
        all.properties().forEach(route -> byRoute.put(key(route.getKey()), route.getValue()));
    }

    static Examples read() {
        try (InputStream file = Examples.class.getResourceAsStream(FILE)) {
            return new Examples(Json.mapper().readTree(Objects.requireNonNull(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(String path, HttpMethod method, Operation operation) {
        JsonNode found = byRoute.get(key(method + " " + path));
        JsonNode example = found == null ? byRoute.get(key(ANY + " " + path)) : found;
        if (example == null) {
            return;
        }
        if (operation.getRequestBody() != null) {
            set(operation.getRequestBody().getContent(), example.get("request"));
        }
        operation.getResponses().forEach((status, response) -> {
            JsonNode ofStatus = example.get(status);
            set(response.getContent(), ofStatus == null && status.startsWith("2") ? example.get(RESPONSE) : ofStatus);
        });
    }

    /** What the parameters are called is not part of a route. */
    private static String key(String route) {
        return route.replaceAll("\\{[^}]*}|:[a-z_]+", "{}");
    }

    private static void set(@Nullable Content content, @Nullable JsonNode example) {
        if (content != null && example != null) {
            content.values().stream()
                    .filter(media -> media.getExample() == null && media.getExamples() == null)
                    .forEach(media -> media.setExample(example));
        }
    }
}
