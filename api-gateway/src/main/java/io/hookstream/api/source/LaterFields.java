package io.hookstream.api.source;

import io.hookstream.api.ApiException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fields of a source that are documented and that this version does not act on. Null says the same as leaving one out;
 * anything else is refused: to take it in silence would leave a source open that its owner believes closed.
 */
final class LaterFields {

    private static final List<String> NAMES =
            List.of("verification_type", "verification_secret", "ip_allowlist", "ip_denylist");

    private LaterFields() {}

    static ObjectNode refuse(ObjectNode body) {
        ObjectNode rest = body.deepCopy();
        for (String name : NAMES) {
            JsonNode value = rest.remove(name);
            if (value != null && !value.isNull()) {
                throw ApiException.badRequest(name + ": is not supported by this version; leave it out or send null");
            }
        }
        return rest;
    }
}
