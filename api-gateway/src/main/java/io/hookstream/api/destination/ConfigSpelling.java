package io.hookstream.api.destination;

import io.hookstream.api.ApiException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the accepted spellings of a destination's configuration into one: {@code config}. It may also be called
 * {@code provider_config}, and {@code url}, {@code method} and {@code headers} may stand beside it.
 */
final class ConfigSpelling {

    private static final String CONFIG = "config";
    private static final String PROVIDER_CONFIG = "provider_config";
    private static final List<String> TOP_LEVEL = List.of("url", "method", "headers");

    private ConfigSpelling() {}

    static ObjectNode normalize(ObjectNode body) {
        ObjectNode normal = body.deepCopy();
        if (normal.has(PROVIDER_CONFIG)) {
            if (normal.has(CONFIG)) {
                throw ApiException.badRequest("provider_config: is the same as config; send one of them");
            }
            normal.set(CONFIG, normal.remove(PROVIDER_CONFIG));
        }
        for (String field : TOP_LEVEL) {
            if (!normal.has(field)) {
                continue;
            }
            JsonNode config = normal.has(CONFIG) ? normal.get(CONFIG) : normal.putObject(CONFIG);
            if (!(config instanceof ObjectNode object)) {
                throw ApiException.badRequest("config: must be an object");
            }
            JsonNode value = normal.remove(field);
            JsonNode other = object.get(field);
            if (other != null && !other.equals(value)) {
                throw ApiException.badRequest(field + ": differs from config." + field + "; send one of them");
            }
            object.set(field, value);
        }
        return normal;
    }
}
