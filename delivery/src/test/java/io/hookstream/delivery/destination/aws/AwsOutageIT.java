package io.hookstream.delivery.destination.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.delivery.Pipeline;
import io.hookstream.delivery.destination.OutageContract;
import io.hookstream.messages.Json;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.EventBridgeConfig;
import io.hookstream.messages.destination.S3Config;
import io.hookstream.messages.destination.SqsConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** One server for the three. */
class AwsOutageIT {

    private static AwsServer server;

    @BeforeAll
    static void start() {
        server = new AwsServer();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    abstract static class Outage extends OutageContract {

        abstract DestinationConfig config(String keyId, Secret secret, String endpoint);

        /** What is read of the server, and where each one has its body. */
        abstract String read();

        abstract String body(JsonNode one) throws IOException;

        @Override
        protected DestinationConfig config() {
            return config(
                    server.about("/sender/id"),
                    Pipeline.secret(server.about("/sender/secret")),
                    server.about("/endpoint"));
        }

        @Override
        protected void down() {
            server.read("down");
        }

        @Override
        protected void up() {
            server.read("up");
        }

        @Override
        protected List<String> received() {
            return StreamSupport.stream(server.read(read()).spliterator(), false)
                    .map(one -> {
                        try {
                            return body(one);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    @Nested
    class SqsOutageTest extends Outage {

        @Override
        DestinationConfig config(String keyId, Secret secret, String endpoint) {
            String queue = server.about("/queues/plain");
            return new SqsConfig(queue, "us-east-1", keyId, secret, null, null, null, null, endpoint, null);
        }

        @Override
        String read() {
            return "plain";
        }

        @Override
        String body(JsonNode message) {
            return message.get("body").asText();
        }
    }

    @Nested
    class S3OutageTest extends Outage {

        @Override
        DestinationConfig config(String keyId, Secret secret, String endpoint) {
            return new S3Config(
                    "archive", "us-east-1", keyId, secret, null, null, null, "", S3Config.RAW, endpoint, null);
        }

        @Override
        String read() {
            return "objects";
        }

        @Override
        String body(JsonNode object) {
            return new String(HexFormat.of().parseHex(object.get("body").asText()), StandardCharsets.UTF_8);
        }
    }

    @Nested
    class EventBridgeOutageTest extends Outage {

        @Override
        DestinationConfig config(String keyId, Secret secret, String endpoint) {
            String bus = server.about("/bus");
            return new EventBridgeConfig(
                    bus, "us-east-1", "hookstream", "WebhookEvent", keyId, secret, null, null, null, endpoint, null);
        }

        @Override
        String read() {
            return "events";
        }

        @Override
        String body(JsonNode message) throws IOException {
            return Json.mapper()
                    .readTree(message.get("body").asText())
                    .get("detail")
                    .toString();
        }
    }
}
