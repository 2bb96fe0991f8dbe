package io.hookstream.e2e;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as the tests need it: trees, and a text in which equal content looks equal. */
final class Json {
    /** An event is shown with its body in it, which may be as deep as a reader usually goes. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(2_000)
                            .build())
                    .build())
            .build();

    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private Json() {}

    static JsonNode read(byte[] text) {
        return MAPPER.readTree(text);
    }

    static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Keys sorted, one value a line. Through plain maps, because the mapper orders no tree's keys. */
    static String canonical(JsonNode node) {
        return CANONICAL.writeValueAsString(CANONICAL.treeToValue(node, Object.class));
    }
}
