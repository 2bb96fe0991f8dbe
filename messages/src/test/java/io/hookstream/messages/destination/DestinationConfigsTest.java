package io.hookstream.messages.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Json;
import io.hookstream.messages.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pins the stored form of the configuration of each type of destination. */
class DestinationConfigsTest {

    private static final Path GOLDEN_FILES = Path.of("src/test/resources/destination-configs");
    private static final Secret SECRET = new Secret("v1.bm9uY2U.c2VjcmV0", "cret");
    private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
    private static final String ROLE = "arn:aws:iam::123456789012:role/sender";
    private static final String ENDPOINT = "http://127.0.0.1:4566";

    static List<DestinationConfig> samples() {
        return List.of(
                new WebSocketConfig("live-orders", false, 10),
                new KafkaConfig(
                        "pkc-xxxxx.us-east-1.aws.confluent.cloud:9092",
                        "lkc-xxxxx",
                        "webhook-events",
                        "ABCDEFGHIJKLMNOP",
                        SECRET,
                        "order.id",
                        "https://rest.example/v3",
                        "sasl_ssl",
                        "-----BEGIN CERTIFICATE-----",
                        30),
                new RabbitmqConfig("amqps://broker.example", "/", "webhooks", "events", "hookstream", SECRET, 30),
                new PubSubConfig(
                        "my-gcp-project",
                        "webhook-events",
                        new ServiceAccountKey(new Secret("v1.bm9uY2U.anNvbg", "\"}"), ""),
                        null,
                        "data.id",
                        "https://pubsub.example",
                        20),
                new HttpConfig(
                        "https://billing.example/hooks",
                        "POST",
                        Map.of(),
                        30,
                        new ClientCertificate(
                                "-----BEGIN CERTIFICATE-----",
                                new ClientKey(
                                        new Secret("v1.bm9uY2U.a2V5", "----"),
                                        "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="),
                                "-----BEGIN CERTIFICATE-----"),
                        new BodyFormat.PagerDuty(SECRET, "warning")));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isWrittenAsItsGoldenFileSaysAndReadBackFromIt(DestinationConfig sample) throws Exception {
        String golden = Files.readString(GOLDEN_FILES.resolve(sample.kind() + ".json"));

        String written = Json.mapper()
                .writerFor(DestinationConfig.class)
                .withDefaultPrettyPrinter()
                .writeValueAsString(sample);

        assertThat(written + "\n").isEqualToNormalizingNewlines(golden);
        assertThat(Json.mapper().readValue(golden, DestinationConfig.class)).isEqualTo(sample);
    }
}
