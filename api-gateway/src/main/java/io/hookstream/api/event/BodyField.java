package io.hookstream.api.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * One field of a JSON body, by a path as filters have them: {@code data.items.0.id}, after {@code payload.} or
 * {@code body.} or neither. The body is read token by token and no number is ever converted, so that neither its size nor
 * its depth nor what is in it costs more than reading it once. Of a duplicate key the last value wins, as in filters.
 */
final class BodyField {

    /** A longer text is not read, so it is no key. In characters. */
    private static final int MAX_STRING = 1024 * 1024;

    /** As deep as filters look. */
    private static final int MAX_DEPTH = 1000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_STRING)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();
    private static final Pattern PREFIX = Pattern.compile("^(?:payload|body)\\.");
    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

    private final JsonParser json;
    private final String[] steps;

    private BodyField(JsonParser json, String path) {
        this.json = json;
        this.steps = PREFIX.matcher(path).replaceFirst("").split("\\.", -1);
    }

    /**
     * A digest of the field's value as it is written, white space between its parts aside; null if the body is not exactly
     * one JSON value, or has no such field, or nothing in it: null or an empty text.
     */
    static byte @Nullable [] digest(byte[] body, String path) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() == null) {
                return null;
            }
            byte[] found = new BodyField(json, path).find(0);
            return json.nextToken() == null ? found : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    /** Reads all of the current value. The stack it needs is as deep as the path, not as the body. */
    private byte @Nullable [] find(int step) {
        if (step == steps.length) {
            return value();
        }
        byte[] found = null;
        if (json.currentToken() == JsonToken.START_OBJECT) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean onPath = json.currentName().equals(steps[step]);
                json.nextToken();
                if (onPath) {
                    found = find(step + 1);
                } else {
                    json.skipChildren();
                }
            }
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            int index = INDEX.matcher(steps[step]).matches() ? Integer.parseInt(steps[step]) : -1;
            for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
                if (i == index) {
                    found = find(step + 1);
                } else {
                    json.skipChildren();
                }
            }
        }
        return found;
    }

    private byte @Nullable [] value() {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL || (token == JsonToken.VALUE_STRING && json.getStringLength() == 0)) {
            return null;
        }
        MessageDigest digest = DedupKeyReader.sha256();
        int depth = 0;
        while (true) {
            digest.update((byte) token.id());
            if (!token.isStructStart() && !token.isStructEnd()) {
                byte[] text = json.getString().getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
                digest.update(text);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return digest.digest();
            }
            token = json.nextToken();
        }
    }
}
