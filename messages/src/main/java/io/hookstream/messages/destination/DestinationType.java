package io.hookstream.messages.destination;

import io.hookstream.messages.Refused;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a destination can be. Stored by its {@link #label}. */
public enum DestinationType {
    HTTP(null),
    EVENTBRIDGE("aws_eventbridge"),
    KAFKA(null),
    PUBSUB("gcp_pubsub"),
    RABBITMQ(null),
    S3("aws_s3"),
    SQS("aws_sqs"),
    WEBSOCKET(null);

    private final @Nullable String alias;

    DestinationType(@Nullable String alias) {
        this.alias = alias;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param text a label or an alias; {@code http} if absent
     * @throws Refused if it is neither
     */
    public static DestinationType of(@Nullable String text) {
        return Arrays.stream(values())
                .filter(type -> text == null ? type == HTTP : text.equals(type.label()) || text.equals(type.alias))
                .findFirst()
                .orElseThrow(() -> Refused.invalid("type: must be one of " + labels() + "; was " + text));
    }

    private static String labels() {
        return Arrays.stream(values()).map(DestinationType::label).collect(Collectors.joining(", "));
    }
}
