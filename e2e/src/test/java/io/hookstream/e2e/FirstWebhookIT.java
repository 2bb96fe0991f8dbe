package io.hookstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.e2e.Sink.Answer;
import io.hookstream.e2e.Sink.Received;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the README's first five minutes promise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ShowsProgramsOnFailure.class)
class FirstWebhookIT {
    private static final byte[] ORDER =
            "{\"type\": \"order.created\", \"data\": {\"id\": \"ord_123\", \"amount\": 4999}}"
                    .getBytes(StandardCharsets.UTF_8);

    private final Sink sink = Sink.start();
    private Program program;
    private Api api;

    @BeforeAll
    void start(@TempDir Path folder) {
        program = Program.start(folder.resolve("data"));
        api = program.api();
    }

    @AfterAll
    void stop() {
        program.close();
        sink.close();
    }

    @Test
    void theWebhookArrivesAsItWasSentAndIsShownDelivered() {
        String source = api.source();
        String destination = api.destination(sink.url("/orders"), Map.of("name", "Orders"));
        String connection = api.connection(
                source, destination, Map.of("filter_rules", Api.rule("payload.type", "eq", "order.created")));

        String event = api.ingest(source, ORDER);

        Received delivery = sink.awaitEvent("/orders", event);
        assertThat(delivery.method()).isEqualTo("POST");
        assertThat(delivery.body()).isEqualTo(ORDER);
        assertThat(delivery.header("Content-Type")).isEqualTo("application/json");
        assertThat(delivery.header("X-hookstream-Delivery-Attempt")).isEqualTo("1");
        assertThat(Instant.parse(delivery.header("X-hookstream-Timestamp")))
                .isBetween(delivery.at().minusSeconds(10), delivery.at().plusSeconds(1));

        await("the attempt")
                .atMost(Api.VISIBLE_WITHIN)
                .until(() -> api.ids("delivery-attempts?event_id=" + event).size() == 1);
        JsonNode shown = api.awaitEvent(event, "delivered");
        assertThat(shown.get("source_id").asString()).isEqualTo(source);
        assertThat(shown.get("method").asString()).isEqualTo("POST");
        assertThat(shown.get("headers").get("content-type").asString()).isEqualTo("application/json");
        assertThat(shown.get("body")).isEqualTo(Json.read(ORDER));
        assertThat(shown.get("delivery_attempts")).hasSize(1);
        Instant.parse(shown.get("received_at").asString());
        theAttemptIsShown(event, connection, destination);
    }

    private void theAttemptIsShown(String event, String connection, String destination) {
        List<JsonNode> listed = api.all("delivery-attempts?event_id=" + event);
        assertThat(listed).singleElement().satisfies(attempt -> {
            assertThat(attempt.get("id").asString()).startsWith("da_");
            assertThat(attempt.get("event_id").asString()).isEqualTo(event);
            assertThat(attempt.get("connection_id").asString()).isEqualTo(connection);
            assertThat(attempt.get("destination_id").asString()).isEqualTo(destination);
            assertThat(attempt.get("destination_name").asString()).isEqualTo("Orders");
            assertThat(attempt.get("status").asString()).isEqualTo("success");
            assertThat(attempt.get("is_dlq").asInt()).isZero();
        });
        JsonNode attempt =
                api.get("/v1/delivery-attempts/" + listed.getFirst().get("id").asString());
        assertThat(attempt.get("status_code").asInt()).isEqualTo(200);
        assertThat(attempt.get("attempt_number").asInt()).isEqualTo(1);
        assertThat(attempt.get("response_body").asString()).isEqualTo("{\"ok\":true}");
        assertThat(attempt.get("latency_ms").isNumber()).isTrue();
        assertThat(attempt.get("request_headers").isObject()).isTrue();
        assertThat(attempt.get("response_headers").isObject()).isTrue();
        assertThat(attempt.get("next_retry_at").isNull()).isTrue();
    }

    @Test
    void whatDoesNotMatchIsReceivedAndNotDelivered() {
        String source = api.source();
        String destination = api.destination(sink.url("/filtered"));
        api.connection(source, destination, Map.of("filter_rules", Api.rule("payload.type", "eq", "order.created")));

        String event = api.ingest(source, Map.of("type", "order.cancelled"));

        JsonNode shown = api.awaitEvent(event, "received");
        api.awaitCaughtUp();
        assertThat(api.get("/v1/events/" + event).get("status").asString()).isEqualTo("received");
        assertThat(shown.get("delivery_attempts")).isEmpty();
        assertThat(sink.received("/filtered")).isEmpty();
    }

    @Test
    void aTransformReshapesWhatIsDelivered() {
        String source = api.source();
        String destination = api.destination(sink.url("/transformed"));
        api.connection(
                source,
                destination,
                Map.of(
                        "transform_enabled",
                        true,
                        "transform_expression",
                        "{ \"orderId\": data.id, \"total\": data.amount / 100, \"kind\": body.type }"));

        String event = api.ingest(source, ORDER);

        assertThat(Json.read(sink.awaitEvent("/transformed", event).body()))
                .isEqualTo(Json.read("{\"orderId\":\"ord_123\",\"total\":49.99,\"kind\":\"order.created\"}"));
        assertThat(api.awaitEvent(event, "delivered").get("body")).isEqualTo(Json.read(ORDER));
    }

    @Test
    void aFailedAttemptIsRecordedAndTheEventGoesOn() {
        sink.answer("/broken", Answer.status(500));
        String source = api.source();
        String destination = api.destination(sink.url("/broken"), Map.of("retry_intervals", List.of(3600)));
        api.connection(source, destination);

        String event = api.ingest(source, ORDER);

        sink.awaitEvent("/broken", event);
        String id = await("the failed attempt")
                .atMost(Api.VISIBLE_WITHIN)
                .until(() -> api.ids("delivery-attempts?status=failed&event_id=" + event), found -> found.size() == 1)
                .getFirst();
        JsonNode attempt = api.get("/v1/delivery-attempts/" + id);
        assertThat(attempt.get("status_code").asInt()).isEqualTo(500);
        assertThat(attempt.get("error_type").asString()).isEqualTo("http_5xx");
        assertThat(attempt.get("is_dlq").asInt()).isZero();
        assertThat(api.awaitEvent(event, "processing").get("delivery_attempts")).hasSize(1);
    }

    @Test
    void aSlowDestinationHoldsNoOther() {
        sink.answer("/slow", Answer.status(200).after(Duration.ofSeconds(8)));
        String source = api.source();
        api.connection(source, api.destination(sink.url("/slow")));
        api.connection(source, api.destination(sink.url("/quick")));

        String event = api.ingest(source, ORDER);

        Instant quick = sink.awaitEvent("/quick", event).at();
        assertThat(Duration.between(sink.awaitEvent("/slow", event).at(), quick).abs())
                .isLessThan(Faults.limit(Duration.ofSeconds(2)));
        api.awaitEvent(event, "delivered");
    }
}
