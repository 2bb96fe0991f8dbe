package io.hookstream.api.destination;

import io.hookstream.api.ApiException;
import io.hookstream.messages.Refused;
import io.hookstream.messages.destination.DestinationType;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Brings the accepted spellings of a destination's configuration into one: {@code config}, with its type in it. It may also
 * be called {@code provider_config}, and {@code url}, {@code method} and {@code headers} may stand beside it.
 */
final class ConfigSpelling {

    private static final String CONFIG = "config";
    private static final String PROVIDER_CONFIG = "provider_config";
    private static final String TYPE = "type";
    private static final List<String> TOP_LEVEL = List.of("url", "method", "headers");

    private ConfigSpelling() {}

    /** Of a destination that is to be created. */
    static ObjectNode normalize(ObjectNode body) {
        return typed(body, type(body, "http"));
    }

    /** @param current what the destination to be changed is, for good */
    static UnaryOperator<ObjectNode> changing(String current) {
        return body -> {
            String wanted = type(body, current);
            if (!wanted.equals(current)) {
                throw ApiException.badRequest("type: cannot be changed from " + current + " to " + wanted
                        + "; create another destination instead");
            }
            return typed(body, current);
        };
    }

    /** As it is stored, whatever alias it was given by. */
    private static String type(ObjectNode body, String otherwise) {
        JsonNode given = body.path(TYPE);
        if (!given.isString()) {
            return otherwise; // absent, or refused when it is read
        }
        try {
            return DestinationType.of(given.stringValue()).label();
        } catch (Refused e) {
            throw ApiException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode typed(ObjectNode body, String type) {
        ObjectNode normal = body.deepCopy();
        if (normal.path(TYPE).isString()) {
            normal.put(TYPE, type);
        }
        if (normal.has(PROVIDER_CONFIG)) {
            if (normal.has(CONFIG)) {
                throw ApiException.badRequest("provider_config: is the same as config; send one of them");
            }
            normal.set(CONFIG, normal.remove(PROVIDER_CONFIG));
        }
        for (String field : TOP_LEVEL) {
            if (normal.has(field)) {
                put(normal, field, normal.remove(field));
            }
        }
        if (normal.path(CONFIG).isObject()) {
            put(normal, TYPE, StringNode.valueOf(type));
        }
        return normal;
    }

    private static void put(ObjectNode settings, String field, JsonNode value) {
        JsonNode config = settings.has(CONFIG) ? settings.get(CONFIG) : settings.putObject(CONFIG);
        if (!(config instanceof ObjectNode object)) {
            throw ApiException.badRequest("config: must be an object");
        }
        JsonNode other = object.get(field);
        if (other != null && !other.equals(value)) {
            throw ApiException.badRequest(field + ": differs from config." + field + "; send one of them");
        }
        object.set(field, value);
    }
}
