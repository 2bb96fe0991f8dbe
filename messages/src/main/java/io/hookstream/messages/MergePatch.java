package io.hookstream.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Changes part of a settings record, as RFC 7396 says: null removes, objects merge, everything else replaces. */
public final class MergePatch {

    private static final ObjectMapper MAPPER = Json.mapper();

    private MergePatch() {}

    /** @param patch the changed fields under their JSON names, values as {@link Json} would write them */
    public static <S extends Record> S apply(S settings, Map<String, Object> patch) {
        JsonNode merged = merge(MAPPER.valueToTree(settings), MAPPER.valueToTree(patch));
        @SuppressWarnings("unchecked")
        Class<S> type = (Class<S>) settings.getClass();
        return MAPPER.convertValue(merged, type);
    }

    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode result = target instanceof ObjectNode object ? object : MAPPER.createObjectNode();
        changes.properties().forEach(change -> {
            if (change.getValue().isNull()) {
                result.remove(change.getKey());
            } else {
                JsonNode old = result.get(change.getKey());
                result.set(change.getKey(), merge(old == null ? MAPPER.createObjectNode() : old, change.getValue()));
            }
        });
        return result;
    }
}
