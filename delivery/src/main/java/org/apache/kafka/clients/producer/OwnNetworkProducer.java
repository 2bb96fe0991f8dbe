package org.apache.kafka.clients.producer;

import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Time;

/**
 * A producer with a network client of one's own. It stands in Kafka's package because the constructor that takes one does
 * not leave it, and nothing else does: see docs/adr/0016.
 */
public final class OwnNetworkProducer extends KafkaProducer<byte[], byte[]> {

    public OwnNetworkProducer(
            ProducerConfig config, ProducerMetadata metadata, KafkaClient client, ApiVersions versions) {
        super(
                config,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                metadata,
                client,
                null,
                versions,
                Time.SYSTEM);
    }
}
