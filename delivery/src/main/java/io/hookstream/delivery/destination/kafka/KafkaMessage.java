package io.hookstream.delivery.destination.kafka;

import io.hookstream.delivery.connection.PayloadPath;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.messages.destination.KafkaConfig;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What becomes a record.
 *
 * @param key null if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record KafkaMessage(KafkaConfig config, @Nullable String key, byte[] value, Map<String, String> headers) {

    static final String EVENT_ID = "hookstream-event-id";
    static final String DESTINATION_ID = "hookstream-destination-id";
    private static final String ATTEMPT = "hookstream-delivery-attempt";
    private static final String CONTENT_TYPE = "content-type";

    /** An error if it is too large. */
    static Mono<KafkaMessage> of(Outbound outbound) {
        long length = outbound.body().length();
        if (length > Producers.MAX_BYTES) {
            return Mono.error(new RefusedException(
                    ErrorType.PROVIDER_ERROR,
                    "the body has " + length + " bytes; records to Kafka have at most " + Producers.MAX_BYTES,
                    null));
        }
        KafkaConfig config = outbound.target().config(KafkaConfig.class);
        return outbound.body()
                .whole()
                .map(value -> new KafkaMessage(config, key(config, value), value, headers(outbound)));
    }

    private static @Nullable String key(KafkaConfig config, byte[] value) {
        return config.keyPath() == null ? null : PayloadPath.text(value, config.keyPath());
    }

    static Map<String, String> headers(Outbound outbound) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EVENT_ID, outbound.eventId());
        headers.put(DESTINATION_ID, outbound.target().destinationId());
        if (!outbound.target().config(KafkaConfig.class).overRest()) {
            headers.put(ATTEMPT, Integer.toString(outbound.attempt()));
            if (outbound.contentType() != null) {
                headers.put(CONTENT_TYPE, outbound.contentType());
            }
        }
        return headers;
    }

    ProducerRecord<byte[], byte[]> record() {
        ProducerRecord<byte[], byte[]> result = new ProducerRecord<>(
                Objects.requireNonNull(config.topic(), "checked when it was set up"),
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value);
        headers.forEach((name, text) -> result.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        return result;
    }
}
