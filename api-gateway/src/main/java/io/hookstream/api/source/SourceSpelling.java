package io.hookstream.api.source;

import io.hookstream.api.ApiException;
import io.hookstream.messages.source.VerificationType;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Brings the accepted spellings of a source's settings into one, and fills in what its template says. */
final class SourceSpelling {

    private static final List<String> LISTS = List.of("ip_allowlist", "ip_denylist");
    private static final String TYPE = "verification_type";
    private static final String URL = "verification_url";

    private SourceSpelling() {}

    /** Lists of addresses may be texts with commas. */
    static ObjectNode normalize(ObjectNode body) {
        ObjectNode normal = body.deepCopy();
        for (String name : LISTS) {
            JsonNode value = normal.get(name);
            if (value != null && value.isString()) {
                ArrayNode list = normal.putArray(name);
                Arrays.stream(value.asString().split(",", -1))
                        .map(String::strip)
                        .filter(entry -> !entry.isEmpty())
                        .forEach(list::add);
            }
        }
        return normal;
    }

    /**
     * Of a source that is created.
     *
     * @param baseUrl what this server is called by whoever creates it, which is what Twilio will call it too
     */
    static ObjectNode normalizeNew(ObjectNode body, String baseUrl) {
        ObjectNode normal = normalize(body);
        JsonNode template = normal.remove("template");
        if (template != null && !template.isNull()) {
            if (!template.isString()) {
                throw ApiException.badRequest("template: must be a string");
            }
            SourceTemplate.find(template.asString()).fill(normal);
        }
        JsonNode type = normal.get(TYPE);
        boolean twilio = type != null
                && type.isString()
                && VerificationType.of(type.asString())
                        .filter(VerificationType.TWILIO::equals)
                        .isPresent();
        if (twilio && !normal.has(URL)) {
            normal.put(URL, baseUrl + "/v1/ingest/{id}");
        }
        return normal;
    }
}
