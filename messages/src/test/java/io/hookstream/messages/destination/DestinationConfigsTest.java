package io.hookstream.messages.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Json;
import io.hookstream.messages.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                new RabbitmqConfig("amqps://broker.example", "/", "webhooks", "events", "hookstream", SECRET, 30),
                new SqsConfig(
                        "https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo",
                        "us-east-1",
                        KEY,
                        SECRET,
                        SECRET,
                        ROLE,
                        "org-7",
                        "orders",
                        ENDPOINT,
                        30),
                new S3Config(
                        "archive", "us-east-1", KEY, SECRET, SECRET, ROLE, "org-7", "webhooks/", "json", ENDPOINT, 30),
                new EventBridgeConfig(
                        "default",
                        "us-east-1",
                        "hookstream",
                        "WebhookEvent",
                        KEY,
                        SECRET,
                        SECRET,
                        ROLE,
                        "org-7",
                        ENDPOINT,
                        30));
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
