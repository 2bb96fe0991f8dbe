package io.hookstream.delivery.destination.pubsub;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hookstream.delivery.connection.PayloadPath;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.messages.Json;
import io.hookstream.messages.destination.PubSubConfig;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is published of an attempt. */
final class PubSubMessage {

    /** Of a request and of a message in it, in bytes before they are base64, as Google says. */
    static final int MAX_BYTES = 10_000_000;

    /** For the attributes and the ordering key, whose lengths are bounded. */
    private static final int RESERVED = 8192;

    private static final int MAX_ATTRIBUTE_BYTES = 1024;

    private PubSubMessage() {}

    /** @throws RefusedException if it is too large: to be asked before the body is read */
    static void checkSize(Outbound outbound) {
        if (outbound.body().length() > MAX_BYTES - RESERVED) {
            throw new RefusedException(
                    ErrorType.PROVIDER_ERROR,
                    "Pub/Sub takes messages of at most " + MAX_BYTES + " bytes, " + RESERVED
                            + " of which are for attributes; this one has "
                            + outbound.body().length(),
                    null);
        }
    }

    /** As messages carry them, for filters of subscriptions. */
    static Map<String, String> attributes(Outbound outbound) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("event_id", outbound.eventId());
        attributes.put("source_id", outbound.sourceId());
        attributes.put("delivery_attempt", Integer.toString(outbound.attempt()));
        String type = outbound.contentType();
        if (type != null && type.getBytes(StandardCharsets.UTF_8).length <= MAX_ATTRIBUTE_BYTES) {
            attributes.put("content_type", type);
        }
        return attributes;
    }

    /** The body of {@code projects.topics.publish}. */
    static byte[] request(Outbound outbound, PubSubConfig config, byte[] body) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("data", body);
        message.put("attributes", attributes(outbound));
        String key = orderingKey(config, body);
        if (key != null) {
            message.put("orderingKey", key);
        }
        try {
            return Json.mapper().writeValueAsBytes(Map.of("messages", List.of(message)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and bytes can be written", e);
        }
    }

    private static @Nullable String orderingKey(PubSubConfig config, byte[] body) {
        if (config.orderingKeyPath() == null) {
            return config.orderingKey();
        }
        String found = PayloadPath.text(body, config.orderingKeyPath());
        if (found != null && found.getBytes(StandardCharsets.UTF_8).length > PubSubConfig.MAX_KEY_BYTES) {
            throw new RefusedException(
                    ErrorType.PROVIDER_ERROR,
                    "what is at config.ordering_key_path has more than " + PubSubConfig.MAX_KEY_BYTES + " bytes",
                    null);
        }
        return found == null || found.isEmpty() ? null : found;
    }
}
