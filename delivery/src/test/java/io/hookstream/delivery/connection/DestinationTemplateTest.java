package io.hookstream.delivery.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import io.hookstream.messages.destination.DestinationTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the templates' transforms make of events, held against what the services document. */
class DestinationTemplateTest {

    private static final DashjoinTransformEngine ENGINE =
            new DashjoinTransformEngine(2, 4, Duration.ofSeconds(20), Duration.ofSeconds(60));

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    static Stream<byte[]> events() {
        return Stream.of(
                        "{\"type\":\"order.created\",\"data\":{\"id\":7}}",
                        "{\"type\":7,\"event\":\"push\"}",
                        "{\"type\":null,\"payload\":{},\"body\":1,\"event_id\":\"x\"}",
                        "{\"type\":[\"a\",\"b\"]}",
                        "{}",
                        "[]",
                        "[1,[2]]",
                        "[{\"type\":\"a\"},{\"type\":\"b\"}]",
                        "null",
                        "true",
                        "12345678901234567890.5",
                        "\"text\"",
                        "\"\"",
                        "",
                        "not json & <!channel> @everyone",
                        "a=1&b=2",
                        "{\"long\":\"" + "x".repeat(300_000) + "\"}",
                        "{\"type\":\"" + "é😀".repeat(5_000) + "\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode made(String id, byte[] body) throws Exception {
        String expression = DestinationTemplate.ALL.stream()
                .filter(template -> template.id().equals(id))
                .findFirst()
                .orElseThrow()
                .transform();
        TransformResult result = ENGINE.transform(expression, Envelopes.of(body));
        assertThat(result).isInstanceOf(TransformResult.Produced.class);
        return Json.mapper().readTree(((TransformResult.Produced) result).json());
    }

    private static int length(JsonNode text) {
        assertThat(text.isTextual()).as(text.toString()).isTrue();
        return text.textValue().codePointCount(0, text.textValue().length());
    }

    private static int bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    @ParameterizedTest
    @MethodSource("events")
    void slackGetsAText(byte[] body) throws Exception {
        JsonNode made = made("slack", body);
        assertThat(made.size()).isOne();
        assertThat(length(made.get("text"))).isBetween(1, 40_000);
        assertThat(made.get("text").textValue()).doesNotContain("<", ">");
    }

    @ParameterizedTest
    @MethodSource("events")
    void discordGetsContentOfAtMost2000Characters(byte[] body) throws Exception {
        JsonNode made = made("discord", body);
        assertThat(length(made.get("content"))).isBetween(1, 2000);
        assertThat(made.at("/allowed_mentions/parse").isArray()).isTrue();
        assertThat(made.at("/allowed_mentions/parse")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("events")
    void pagerDutyGetsATrigger(byte[] body) throws Exception {
        JsonNode made = made("pagerduty", body);
        assertThat(made.get("routing_key").textValue()).isEqualTo("YOUR_ROUTING_KEY");
        assertThat(made.get("event_action").textValue()).isEqualTo("trigger");
        assertThat(length(made.get("dedup_key"))).isBetween(1, 255);
        assertThat(length(made.at("/payload/summary"))).isBetween(1, 1024);
        assertThat(made.at("/payload/source").textValue()).isEqualTo("hookstream");
        assertThat(made.at("/payload/severity").textValue()).isIn("critical", "error", "warning", "info");
        assertThat(made.at("/payload/timestamp").textValue()).isEqualTo("2026-01-02T03:04:05.678Z");
        assertThat(made.at("/payload/custom_details").isObject()).isTrue();
        assertThat(bytes(made)).isLessThan(512 * 1024);
    }

    @ParameterizedTest
    @MethodSource("events")
    void datadogGetsAListOfOneLog(byte[] body) throws Exception {
        JsonNode made = made("datadog", body);
        assertThat(made.isArray()).isTrue();
        assertThat(made).hasSize(1);
        assertThat(made.at("/0/ddsource").textValue()).isEqualTo("hookstream");
        length(made.at("/0/message"));
        assertThat(bytes(made)).isLessThan(1_000_000);
    }

    @ParameterizedTest
    @MethodSource("events")
    void linearGetsAMutationWithItsVariables(byte[] body) throws Exception {
        JsonNode made = made("linear", body);
        assertThat(made.get("query").textValue()).contains("issueCreate(input: $input)");
        assertThat(made.at("/variables/input/teamId").textValue()).isEqualTo("YOUR_TEAM_ID");
        assertThat(length(made.at("/variables/input/title"))).isBetween(1, 255);
        length(made.at("/variables/input/description"));
    }

    @Test
    void anEventIsNamedByItsType() throws Exception {
        byte[] body = "{\"type\":\"order<created\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(made("slack", body).get("text").textValue())
                .isEqualTo("*order&lt;created* (evt_1)\n{\"type\":\"order&lt;created\"}");
        assertThat(made("linear", body).at("/variables/input/title").textValue())
                .isEqualTo("order<created (evt_1)");
    }
}
