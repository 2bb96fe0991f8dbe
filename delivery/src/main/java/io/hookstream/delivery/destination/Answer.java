package io.hookstream.delivery.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a destination said to an attempt.
 *
 * @param status of HTTP, null where the provider's protocol has none
 * @param headers several values of one name are joined by a comma
 * @param body its beginning, null if there was none
 * @param truncated whether it had more than that
 */
public record Answer(
        @Nullable Integer status,
        Map<String, String> headers,
        @Nullable String body,
        boolean truncated) {

    /** More of a body is not kept, in bytes. */
    public static final int KEPT_BYTES = 64 * 1024;

    /** From a protocol without a status and headers. */
    public static Answer of(@Nullable String body) {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= KEPT_BYTES
                ? new Answer(null, Map.of(), body, false)
                : new Answer(
                        null, Map.of(), new String(Arrays.copyOf(bytes, KEPT_BYTES), StandardCharsets.UTF_8), true);
    }

    /** Its body, which is a missing node if it is no JSON. */
    public JsonNode json() {
        try {
            return Json.mapper().readTree(body == null ? "" : body);
        } catch (JsonProcessingException e) {
            return Json.mapper().missingNode();
        }
    }

    /**
     * This, if its status is one of success.
     *
     * @throws RefusedException otherwise
     */
    public Answer accepted() {
        String error = status == null ? null : ErrorType.ofStatus(status);
        if (error != null) {
            throw new RefusedException(error, "the destination answered " + status, this);
        }
        return this;
    }
}
