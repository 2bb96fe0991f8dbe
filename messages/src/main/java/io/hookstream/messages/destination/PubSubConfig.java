package io.hookstream.messages.destination;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topic of Google Cloud Pub/Sub.
 *
 * @param serviceAccountJson who publishes; may be absent if there is an endpoint, as of the emulator
 * @param orderingKey of every message
 * @param orderingKeyPath path into the JSON that is sent, to what becomes a message's ordering key; none if nothing is
 *     there
 * @param endpoint in place of Google's
 * @param timeout seconds for a whole attempt, 1 to 60; default 30
 */
public record PubSubConfig(
        @Nullable String projectId,
        @Nullable String topicId,
        @Nullable ServiceAccountKey serviceAccountJson,
        @Nullable String orderingKey,
        @Nullable String orderingKeyPath,
        @Nullable String endpoint,
        @Nullable Integer timeout)
        implements DestinationConfig {

    static final String TYPE = "pubsub";

    /** Of an ordering key, in bytes, as Google says. */
    public static final int MAX_KEY_BYTES = 1024;

    private static final int MAX_PATH = 256;
    private static final Pattern PROJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:_-]{0,99}");
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z][A-Za-z0-9._~+%-]{2,254}");

    @Override
    public String kind() {
        return TYPE;
    }

    @Override
    public PubSubConfig checked() {
        Check.matching(projectId, PROJECT, "config.project_id", "must be a project's id");
        Check.matching(
                topicId,
                TOPIC,
                "config.topic_id",
                "must be a topic's name without its project: 3 to 255 characters, the first of which is a letter");
        if (endpoint != null) {
            WebAddress.checked(endpoint, "config.endpoint");
        }
        if (serviceAccountJson != null) {
            serviceAccountJson.checked("config.service_account_json");
        } else if (endpoint == null) {
            throw Refused.invalid("config.service_account_json: is required");
        }
        if (orderingKey != null
                && (orderingKey.isEmpty() || orderingKey.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES)) {
            throw Refused.invalid("config.ordering_key: must have 1 to " + MAX_KEY_BYTES + " bytes");
        }
        if (orderingKeyPath != null && (orderingKeyPath.isBlank() || orderingKeyPath.length() > MAX_PATH)) {
            throw Refused.invalid("config.ordering_key_path: must have 1 to " + MAX_PATH + " characters");
        }
        if (orderingKey != null && orderingKeyPath != null) {
            throw Refused.invalid("config.ordering_key_path: cannot be set beside ordering_key");
        }
        return new PubSubConfig(
                projectId, topicId, serviceAccountJson, orderingKey, orderingKeyPath, endpoint, checkedTimeout());
    }
}
