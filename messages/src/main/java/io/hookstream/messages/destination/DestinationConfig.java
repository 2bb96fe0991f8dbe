package io.hookstream.messages.destination;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where and how a destination of one type is reached. Written with its type; what has none is {@code http}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = HttpConfig.class)
@JsonSubTypes({
    @JsonSubTypes.Type(value = EventBridgeConfig.class, name = EventBridgeConfig.TYPE),
    @JsonSubTypes.Type(value = HttpConfig.class, name = HttpConfig.TYPE),
    @JsonSubTypes.Type(value = KafkaConfig.class, name = KafkaConfig.TYPE),
    @JsonSubTypes.Type(value = PubSubConfig.class, name = PubSubConfig.TYPE),
    @JsonSubTypes.Type(value = RabbitmqConfig.class, name = RabbitmqConfig.TYPE),
    @JsonSubTypes.Type(value = S3Config.class, name = S3Config.TYPE),
    @JsonSubTypes.Type(value = SqsConfig.class, name = SqsConfig.TYPE),
    @JsonSubTypes.Type(value = WebSocketConfig.class, name = WebSocketConfig.TYPE)
})
public sealed interface DestinationConfig
        permits AwsConfig, HttpConfig, KafkaConfig, PubSubConfig, RabbitmqConfig, WebSocketConfig {

    int DEFAULT_TIMEOUT = 30;
    int MAX_TIMEOUT = 60;

    /** As a destination's {@code type} says it. */
    String kind();

    /** Seconds for a whole attempt, 1 to 60; {@value #DEFAULT_TIMEOUT} if absent. */
    @Nullable
    Integer timeout();

    /** As {@link #timeout}, with the default filled in. */
    default Duration attemptLimit() {
        Integer seconds = timeout();
        return Duration.ofSeconds(seconds == null ? DEFAULT_TIMEOUT : seconds);
    }

    /** @throws Refused if it is out of bounds */
    default int checkedTimeout() {
        return Check.between(timeout(), 1, MAX_TIMEOUT, DEFAULT_TIMEOUT, "config.timeout");
    }

    /**
     * With the defaults filled in.
     *
     * @throws Refused naming the field that is missing or wrong
     */
    DestinationConfig checked();
}
