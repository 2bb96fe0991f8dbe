package io.hookstream.delivery.destination.websocket;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.util.RawValue;
import io.hookstream.messages.Json;
import io.hookstream.messages.Utf8;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What clients get of a delivery. A JSON body is passed on as the text that came, other text as a string, and what is no
 * UTF-8 as base64, with {@code "encoding":"base64"} beside it.
 */
final class DeliveryData {

    private DeliveryData() {}

    static String of(String eventId, byte[] body, Instant now) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("event_id", eventId);
        data.put("status", "delivered");
        String text = Utf8.text(body);
        if (text == null) {
            data.put("body", Base64.getEncoder().encodeToString(body));
            data.put("encoding", "base64");
        } else {
            data.put("body", isJson(text) ? new RawValue(text.strip()) : text);
        }
        data.put("delivered_at", now.toString());
        try {
            return Json.mapper().writeValueAsString(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is exactly one value. */
    private static boolean isJson(String text) {
        try (JsonParser parser = Json.mapper().createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }
}
