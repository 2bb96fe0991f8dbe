package io.hookstream.api.event;

import io.hookstream.messages.Utf8;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event's body as an API answer can hold it. JSON is passed on as the text that came, never through a tree: so
 * duplicate keys, 1e400 and long decimals stay what they were.
 *
 * @param json the body as one JSON value
 * @param encoding how it is to be read: {@code json}, {@code text} or {@code base64}
 */
public record ShownBody(String json, String encoding) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final JsonMapper STRINGS = new JsonMapper();

    public static ShownBody of(byte[] bytes) {
        String text = Utf8.text(bytes);
        if (text == null) {
            return quoted(Base64.getEncoder().encodeToString(bytes), "base64");
        }
        return isJson(text) ? new ShownBody(text.strip(), "json") : quoted(text, "text");
    }

    private static ShownBody quoted(String text, String encoding) {
        return new ShownBody(STRINGS.writeValueAsString(text), encoding);
    }

    /** Whether it is exactly one JSON value, no deeper than readers commonly allow. */
    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }
}
