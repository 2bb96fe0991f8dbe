package io.hookstream.delivery.destination.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.EventBridgeConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventBridgeSenderIT extends AwsSenderContract {

    private final ObjectMapper json = new ObjectMapper();

    EventBridgeSenderIT() {
        super(EventBridgeSender::new);
    }

    @Override
    DestinationConfig config(String endpoint, String keyId, Secret secret) {
        return bus(server.about("/bus"), endpoint, keyId, secret);
    }

    private static EventBridgeConfig bus(String bus, String endpoint, String keyId, Secret secret) {
        return new EventBridgeConfig(
                bus, "us-east-1", "hookstream", "WebhookEvent", keyId, secret, null, null, null, endpoint, null);
    }

    @Override
    protected DestinationConfig refusing() {
        String absent = "arn:aws:events:us-east-1:123456789012:event-bus/absent";
        return bus(absent, endpoint(), server.about("/sender/id"), server.secret("sender"));
    }

    /** What a queue got that a rule of the bus's sends its events to. */
    @Override
    protected List<String> received() {
        return StreamSupport.stream(server.read("events").spliterator(), false)
                .map(message -> event(message).get("detail").toString())
                .toList();
    }

    private JsonNode event(JsonNode message) {
        try {
            return json.readTree(message.get("body").asText());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private JsonNode last() {
        JsonNode all = server.read("events");
        return event(all.get(all.size() - 1));
    }

    @Override
    protected int tooLarge() {
        return EventBridgeSender.MAX_BYTES;
    }

    private AttemptResult sent(DestinationConfig config, byte[] body) {
        AttemptResult result = sender().send(new OutboundBuilder(config)
                        .version(config.hashCode())
                        .body(Body.of(body))
                        .build())
                .block();
        assertThat(result).isNotNull();
        return result;
    }

    @Test
    void anEventSaysFromWhomAndWhenItIs() {
        AttemptResult result = sent(working(), "{\"a\":1}".getBytes(StandardCharsets.UTF_8));

        assertThat(result.errorMessage()).isNull();
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseBody()).contains("EventId");
        assertThat(last().get("source").asText()).isEqualTo("hookstream");
        assertThat(last().get("detail-type").asText()).isEqualTo("WebhookEvent");
        assertThat(last().get("detail").toString()).isEqualTo("{\"a\":1}");
        assertThat(result.requestHeaders())
                .containsEntry("EventBusName", server.about("/bus"))
                .containsEntry("Time", "2026-03-01T12:00:00Z");
    }

    @Test
    void aBusMayBeNamed() {
        EventBridgeConfig named = bus("default", endpoint(), server.about("/sender/id"), server.secret("sender"));

        assertThat(sent(named, "{\"to\":\"default\"}".getBytes(StandardCharsets.UTF_8))
                        .success())
                .isTrue();

        assertThat(received()).contains("{\"to\":\"default\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1,2] | {\"body\":[1,2]}",
                "7 | {\"body\":7}",
                "hi \"you\" | {\"body\":\"hi \\\"you\\\"\"}",
                "'' | {\"body\":null}"
            })
    void whatIsNoObjectBecomesTheBodyOfOne(String body, String detail) {
        assertThat(sent(working(), body.getBytes(StandardCharsets.UTF_8)).errorMessage())
                .isNull();
        assertThat(last().get("detail").toString()).isEqualTo(detail);
    }

    @Test
    void whatIsNoTextIsItInBase64() {
        assertThat(sent(working(), new byte[] {(byte) 0xff, 0, 1}).success()).isTrue();
        assertThat(last().get("detail").toString()).isEqualTo("{\"body\":\"/wAB\",\"encoding\":\"base64\"}");
    }

    @Test
    void aWrongSignatureIsRefusedWithTheStatus() {
        AttemptResult result = sent(unauthorized(), "{}".getBytes(StandardCharsets.UTF_8));

        assertThat(result.errorType()).isEqualTo(ErrorType.HTTP_4XX);
        assertThat(result.statusCode()).isEqualTo(403);
        assertThat(result.responseBody()).contains("SignatureDoesNotMatch");
    }

    @ParameterizedTest
    @CsvSource({
        "200, InternalFailure, provider_error, 200",
        "200, ThrottlingException, http_4xx, 429",
        "400, ThrottlingException, http_4xx, 429",
        "400, ValidationException, http_4xx, 400",
        "503, ServiceUnavailable, http_5xx, 503"
    })
    void anEntryThatIsNotTakenIsAFailure(int status, String code, String type, int shown) throws IOException {
        String body = status == 200
                ? "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"" + code + "\",\"ErrorMessage\":\"no\"}]}"
                : "{\"__type\":\"" + code + "\",\"message\":\"no\"}";
        HttpServer stub =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        stub.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        stub.start();
        try {
            AttemptResult result = sent(
                    config("http://127.0.0.1:" + stub.getAddress().getPort(), "AKIA1", server.secret("sender")),
                    "{}".getBytes(StandardCharsets.UTF_8));

            assertThat(result.errorType()).isEqualTo(type);
            assertThat(result.statusCode()).isEqualTo(shown);
            assertThat(result.errorMessage()).isEqualTo(code + ": no");
            assertThat(result.responseBody()).isEqualTo(body);
            assertThat(result.retryAfter()).isEqualTo("7");
        } finally {
            stub.stop(0);
        }
    }
}
