package io.hookstream.delivery.destination.kafka;

import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.KafkaConfig;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.HostResolver;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.producer.OwnNetworkProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;

/** Makes producers whose every connection the egress guard has checked. */
final class Producers {

    /** Larger bodies are refused: what Confluent takes, and more than a broker does by default (1 MiB). */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    /** For the key, the headers and Kafka's own framing. */
    private static final int MAX_OVERHEAD = 64 * 1024;

    private static final long BUFFER = 2L * (MAX_BYTES + MAX_OVERHEAD);
    private static final long LONGEST_BLOCK_MILLIS = 10_000;
    private static final int MOST_IN_FLIGHT = 5;

    private final EgressGuard guard;
    private final HostResolver names;
    private final SecretCipher cipher;

    Producers(EgressGuard guard, HostResolver names, SecretCipher cipher) {
        this.guard = guard;
        this.names = names;
        this.cipher = cipher;
    }

    /** One, and what its connections come to. */
    record Made(Producer<byte[], byte[]> producer, Network network) {}

    /**
     * Blocks: it asks for names.
     *
     * @throws UnknownHostException if no server has an address
     */
    Made create(KafkaConfig config) throws UnknownHostException {
        List<String> servers = servers(config);
        List<InetSocketAddress> addresses = servers.stream()
                .map(server -> InetSocketAddress.createUnresolved(
                        Objects.requireNonNull(Utils.getHost(server), server),
                        Objects.requireNonNull(Utils.getPort(server), server)))
                .toList();
        Network network = Network.of(guard, addresses, names);
        ProducerConfig settings = new ProducerConfig(settings(config, servers));
        LogContext log = new LogContext("[" + settings.getString(ProducerConfig.CLIENT_ID_CONFIG) + "] ");
        ProducerMetadata metadata = new ProducerMetadata(
                settings.getLong(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
                settings.getLong(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG),
                settings.getLong(ProducerConfig.METADATA_MAX_AGE_CONFIG),
                settings.getLong(ProducerConfig.METADATA_MAX_IDLE_CONFIG),
                log,
                new ClusterResourceListeners(),
                Time.SYSTEM);
        metadata.bootstrap(addresses);
        ApiVersions versions = new ApiVersions();
        GuardedSelector selector = new GuardedSelector(
                settings.getLong(CommonClientConfigs.CONNECTIONS_MAX_IDLE_MS_CONFIG),
                new Metrics(),
                ClientUtils.createChannelBuilder(settings, Time.SYSTEM, log),
                log,
                network);
        KafkaClient client = client(settings, metadata, selector, versions, log);
        try {
            return new Made(new OwnNetworkProducer(settings, metadata, client, versions), network);
        } catch (RuntimeException e) {
            Utils.closeQuietly(client, "the client of a producer that could not be made");
            throw e;
        }
    }

    /** As Kafka makes it, but for the selector and the resolver. */
    private NetworkClient client(
            ProducerConfig settings,
            ProducerMetadata metadata,
            Selectable selector,
            ApiVersions versions,
            LogContext log) {
        return new NetworkClient(
                null,
                metadata,
                selector,
                settings.getString(ProducerConfig.CLIENT_ID_CONFIG),
                settings.getInt(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION),
                settings.getLong(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG),
                settings.getLong(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG),
                settings.getInt(ProducerConfig.SEND_BUFFER_CONFIG),
                settings.getInt(ProducerConfig.RECEIVE_BUFFER_CONFIG),
                settings.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG),
                settings.getLong(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG),
                settings.getLong(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG),
                Time.SYSTEM,
                true,
                versions,
                null,
                log,
                names,
                null,
                settings.getLong(CommonClientConfigs.METADATA_RECOVERY_REBOOTSTRAP_TRIGGER_MS_CONFIG),
                MetadataRecoveryStrategy.forName(
                        settings.getString(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG)));
    }

    private static List<String> servers(KafkaConfig config) {
        return Arrays.stream(Objects.requireNonNull(config.bootstrapServers(), "checked when it was set up")
                        .split(","))
                .map(String::strip)
                .toList();
    }

    private Map<String, Object> settings(KafkaConfig config, List<String> servers) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, MOST_IN_FLIGHT);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_BYTES + MAX_OVERHEAD);
        // First what is waited for until the record may be sent, then until it is stored: together less than an
        // attempt.
        long timeout = config.attemptLimit().toMillis();
        long stored = timeout * 6 / 10;
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Math.min(timeout * 3 / 10, LONGEST_BLOCK_MILLIS));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) stored);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) (stored / 2));
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 100L);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000L);
        // Nothing is registered with JMX, and nothing is reported to the brokers.
        settings.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        secure(config, settings);
        return settings;
    }

    private void secure(KafkaConfig config, Map<String, Object> settings) {
        String security = Objects.requireNonNull(config.security(), "filled in when it was set up");
        settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security.toUpperCase(Locale.ROOT));
        if (config.apiSecret() != null) {
            settings.put(SaslConfigs.SASL_MECHANISM, "PLAIN");
            settings.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    "org.apache.kafka.common.security.plain.PlainLoginModule required username=%s password=%s;"
                            .formatted(
                                    quoted(Objects.requireNonNull(config.apiKey(), "checked when it was set up")),
                                    quoted(cipher.decrypt(config.apiSecret()))));
        }
        if (config.caCertificate() != null) {
            settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
            settings.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, config.caCertificate());
        }
    }

    /** As the reader of JAAS files understands it, which is how a secret stays one value whatever is in it. */
    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}
