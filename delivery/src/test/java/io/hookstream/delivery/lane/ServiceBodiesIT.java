package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.delivery.WithPipeline;
import io.hookstream.messages.Json;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.replay.ReplayConfig;
import io.hookstream.messages.replay.ReplayQuery.Preview;
import io.hookstream.messages.replay.ReplayQuery.PreviewReplay;
import io.hookstream.messages.replay.ReplayQuery.PreviewedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A receiver that takes what Slack's incoming webhooks take, and nothing else. */
class ServiceBodiesIT extends WithPipeline {

    private static boolean isMessage(String body) {
        try {
            JsonNode json = Json.mapper().readTree(body);
            return json.isObject()
                    && json.path("text").isTextual()
                    && !json.path("text").asText().isEmpty()
                    && json.path("text").asText().length() <= 40_000;
        } catch (IOException e) {
            return false;
        }
    }

    private void connect(String transform, Map<String, Object> format) {
        receiver.failing = request -> !isMessage(request.text());
        create(
                "dst_1",
                MergePatch.apply(
                        settings("/services/T0/B0/x", true, 16), Map.of("config", Map.of("body_format", format))));
        pipeline.append(connected("conn_1", "src_1", "dst_1", List.of(), transform, true));
    }

    @Test
    void slackTakesWhateverCame() {
        connect(null, Map.of("type", "slack"));
        byte[] large = new byte[15_000_000];
        payloads.store("evt_large", large).join();
        List<String> bodies = List.of("{\"type\":\"order.created\"}", "[]", "7", "", "<a/>", "a=1", "\0 bells");
        for (int i = 0; i < bodies.size(); i++) {
            ingest("evt_" + i, "src_1", bodies.get(i));
        }
        pipeline.send(event("evt_large", "src_1", Payload.stored(large.length)));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(pipeline.log(DeliverySucceeded.class)).hasSize(bodies.size() + 1));

        assertThat(receiver.bodies())
                .hasSize(bodies.size() + 1)
                .anyMatch(body -> body.contains("*order.created* (evt_0)"))
                .anyMatch(body -> body.contains("15000000 bytes") || body.contains("evt_large"));
    }

    @Test
    void whatATransformMadeIsSentAsItIs() {
        connect("{\"text\": \"Order \" & data.id}", Map.of("type", "slack"));
        ingest("evt_1", "src_1", "{\"data\":{\"id\":7}}");
        awaitLogged(DeliverySucceeded.class, 1);
        assertThat(receiver.bodies()).containsExactly("{\"text\":\"Order 7\"}");
    }

    @Test
    void aKeyIsSentAndNotShown() throws Exception {
        connect(
                null,
                Map.of(
                        "type",
                        "pagerduty",
                        "routing_key",
                        Map.of("ciphertext", "encrypted:canary-routing-key", "hint", "-key")));
        receiver.failing = request -> false;
        ingest("evt_1", "src_1", "{}");
        awaitLogged(DeliverySucceeded.class, 1);
        assertThat(Json.mapper()
                        .readTree(receiver.bodies().getFirst())
                        .path("routing_key")
                        .asText())
                .isEqualTo("canary-routing-key");
        assertThat(Json.mapper().writeValueAsString(pipeline.log(DeliverySucceeded.class)))
                .doesNotContain("canary");

        PreviewedRequest shown = pipeline.ask(
                        new PreviewReplay(TENANT, "dst_1", ReplayConfig.NOW, List.of("evt_1")), Preview.class)
                .ways()
                .getFirst()
                .request();
        assertThat(new String(shown.body(), StandardCharsets.UTF_8))
                .contains("\"routing_key\":\"****-key\"")
                .doesNotContain("canary");
    }
}
