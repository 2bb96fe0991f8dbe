package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.BodyFormat;
import io.hookstream.messages.destination.HttpConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

/** What is made of events, held against what the services say of their requests. */
class ServiceBodiesTest {

    private static final String URL = "https://service.example/hooks";
    private static final Secret KEY = new Secret("0123456789abcdef0123456789abcdef", "cdef");
    private static final BodyFormat PAGERDUTY = new BodyFormat.PagerDuty(KEY, "error");
    private static final BodyFormat LINEAR = new BodyFormat.Linear("9cfb482a-81e3-4154-b5b9-2c805e70a02d");
    private static final String JSON = "application/json";
    private static final String EVENTS = "io.hookstream.delivery.destination.EventSample#events";

    private static Outbound outbound(String url, BodyFormat format, String contentType, Body body) {
        return new OutboundBuilder(new HttpConfig(url, "POST", null, null, null, format))
                .contentType(contentType)
                .body(body)
                .build();
    }

    private static byte[] bytes(Body body) {
        return Objects.requireNonNull(Flux.from(body.content())
                        .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                        .block())
                .toByteArray();
    }

    private static JsonNode read(byte[] json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode made(String url, BodyFormat format, EventSample event) {
        Outbound whole = ServiceBodies.formatted(
                outbound(url, format, event.contentType(), Body.of(event.bytes())),
                false,
                OutboundBuilder.PLAIN::decrypt);
        Outbound pieces = ServiceBodies.formatted(
                outbound(url, format, event.contentType(), new EventSample.Pieces(event.bytes())),
                false,
                OutboundBuilder.PLAIN::decrypt);
        byte[] made = bytes(whole.body());
        assertThat(bytes(pieces.body())).isEqualTo(made);
        assertThat(whole.contentType()).isEqualTo(JSON);
        assertThat(whole.body().length()).isEqualTo(made.length);
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(new String(made, StandardCharsets.UTF_8)))
                .isTrue();
        return read(made);
    }

    /** Its length in UTF-16 units, of which there are as many as characters or more. */
    private static int length(JsonNode text) {
        assertThat(text.isTextual()).as(text.toString()).isTrue();
        assertThat(text.textValue())
                .doesNotContain("\u0000", "\u001b", "\r")
                .matches(StandardCharsets.UTF_8.newEncoder()::canEncode);
        return text.textValue().length();
    }

    private static int size(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(java.util.Map.Entry::getKey).toList();
    }

    /** docs.slack.dev: text is truncated above 40,000 characters; &, < and > are escaped as entities. */
    @ParameterizedTest
    @MethodSource(EVENTS)
    void slackGetsAText(EventSample event) {
        JsonNode made = made(URL, new BodyFormat.Slack(), event);
        assertThat(names(made)).containsExactly("text");
        assertThat(length(made.get("text"))).isBetween(1, 40_000);
        String text = made.get("text").textValue();
        assertThat(text).doesNotContain("<", ">").doesNotContainPattern("&(?!amp;|lt;|gt;)");
        assertThat(text.split("```", -1).length).isIn(1, 3);
    }

    /** discord.com/developers/docs/resources/webhook#execute-webhook: content has up to 2,000 characters. */
    @ParameterizedTest
    @MethodSource(EVENTS)
    void discordGetsContentThatMentionsNobody(EventSample event) {
        JsonNode made = made(URL, new BodyFormat.Discord(), event);
        assertThat(names(made)).containsExactlyInAnyOrder("content", "allowed_mentions");
        assertThat(length(made.get("content"))).isBetween(1, 2000);
        assertThat(made.at("/allowed_mentions/parse").isArray()).isTrue();
        assertThat(made.at("/allowed_mentions/parse")).isEmpty();
    }

    /** As above, and #execute-slackcompatible-webhook, which has no allowed_mentions. */
    @ParameterizedTest
    @MethodSource(EVENTS)
    void discordAsSlackGetsATextThatMentionsNobody(EventSample event) {
        JsonNode made =
                made("https://discord.example/api/webhooks/1/token/slack?wait=true", new BodyFormat.Discord(), event);
        assertThat(names(made)).containsExactly("text");
        assertThat(length(made.get("text"))).isBetween(1, 2000);
        assertThat(made.get("text").textValue()).doesNotContainPattern("@(everyone|here|[0-9!&])");
    }

    /** developer.pagerduty.com/docs/send-alert-event: its required fields, lengths and values; at most 512 KB. */
    @ParameterizedTest
    @MethodSource(EVENTS)
    void pagerDutyGetsATrigger(EventSample event) {
        JsonNode made = made(URL, PAGERDUTY, event);
        assertThat(names(made))
                .containsExactlyInAnyOrder("routing_key", "event_action", "dedup_key", "client", "payload");
        assertThat(made.get("routing_key").textValue()).hasSize(32);
        assertThat(made.get("event_action").textValue()).isEqualTo("trigger");
        assertThat(made.get("dedup_key").textValue()).isEqualTo("evt_1");
        JsonNode payload = made.get("payload");
        assertThat(names(payload))
                .containsExactlyInAnyOrder("summary", "source", "severity", "timestamp", "custom_details");
        assertThat(length(payload.get("summary"))).isBetween(1, 1024);
        assertThat(payload.get("summary").textValue()).doesNotContain("\n");
        assertThat(length(payload.get("source"))).isBetween(1, 255);
        assertThat(payload.get("severity").textValue()).isIn("critical", "error", "warning", "info");
        assertThat(Instant.parse(payload.get("timestamp").textValue())).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(payload.get("custom_details").isObject()).isTrue();
        length(payload.at("/custom_details/body"));
        assertThat(size(made)).isLessThan(512 * 1024);
    }

    /** docs.datadoghq.com/api/latest/logs: an array of at most 1,000 logs, each of at most 1 MB. */
    @ParameterizedTest
    @MethodSource(EVENTS)
    void datadogGetsAListOfOneLog(EventSample event) {
        JsonNode made = made(URL, new BodyFormat.Datadog(), event);
        assertThat(made.isArray()).isTrue();
        assertThat(made).hasSize(1);
        JsonNode log = made.get(0);
        for (String field : List.of("ddsource", "ddtags", "service", "message", "event_id", "event_type")) {
            assertThat(length(log.get(field))).as(field).isPositive();
        }
        assertThat(Instant.parse(log.get("timestamp").textValue())).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(size(made)).isLessThan(1_000_000);
    }

    /** Linear's schema: IssueCreateInput has a teamId, which is required, a title and a description of text. */
    @ParameterizedTest
    @MethodSource(EVENTS)
    void linearGetsAMutationWithItsVariables(EventSample event) {
        JsonNode made = made(URL, LINEAR, event);
        assertThat(names(made)).containsExactlyInAnyOrder("query", "variables");
        assertThat(made.get("query").textValue())
                .isEqualTo("mutation IssueCreate($input: IssueCreateInput!) "
                        + "{ issueCreate(input: $input) { success } }");
        JsonNode input = made.at("/variables/input");
        assertThat(names(input)).containsExactlyInAnyOrder("teamId", "title", "description");
        assertThat(input.get("teamId").textValue()).isEqualTo("9cfb482a-81e3-4154-b5b9-2c805e70a02d");
        assertThat(length(input.get("title"))).isBetween(1, 255);
        assertThat(input.get("title").textValue()).doesNotContain("\n");
        assertThat(length(input.get("description"))).isLessThan(60_000);
    }

    /** help.zapier.com: a catch hook takes an object, or an array of objects, of up to 10 MB. */
    @ParameterizedTest
    @MethodSource(EVENTS)
    void zapierGetsAnObjectOrSeveral(EventSample event) {
        JsonNode made = made(URL, new BodyFormat.Zapier(), event);
        assertThat(made.isObject() || (made.isArray() && !made.isEmpty())).isTrue();
        made.forEach(each -> assertThat(made.isObject() || each.isObject()).isTrue());
        assertThat(size(made)).isLessThan(10_000_000);
    }

    @Test
    void anEventIsNamedByItsType() {
        EventSample event = EventSample.json("{\"type\":\"order<created\"}");
        assertThat(made(URL, new BodyFormat.Slack(), event).get("text").textValue())
                .isEqualTo("*order&lt;created* (evt_1)\n```\n{\"type\":\"order&lt;created\"}\n```");
        assertThat(made(URL, LINEAR, event).at("/variables/input/title").textValue())
                .isEqualTo("order<created (evt_1)");
        assertThat(made(URL, new BodyFormat.Zapier(), event)).isEqualTo(read(event.bytes()));
    }

    @Test
    void whatIsNoTextIsSaidToBeThat() {
        EventSample image = new EventSample("image", "image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        assertThat(made(URL, new BodyFormat.Datadog(), image).at("/0/message").textValue())
                .isEqualTo("(4 bytes of image/png)");
    }

    @Test
    void whatATransformMadeIsSentAsItIsButForAKey() {
        Body own = Body.of("{\"blocks\":[]}".getBytes(StandardCharsets.UTF_8));
        Outbound slack = outbound(URL, new BodyFormat.Slack(), JSON, own);
        assertThat(ServiceBodies.formatted(slack, true, Secret::masked)).isSameAs(slack);

        Outbound alert = ServiceBodies.formatted(outbound(URL, PAGERDUTY, JSON, own), true, Secret::masked);
        assertThat(read(bytes(alert.body())).get("routing_key").textValue()).isEqualTo("****cdef");
        for (String other : List.of("[1]", "7", "{\"routing_key\":\"mine\"}")) {
            Body body = Body.of(other.getBytes(StandardCharsets.UTF_8));
            assertThat(ServiceBodies.formatted(outbound(URL, PAGERDUTY, JSON, body), true, Secret::masked)
                            .body())
                    .isSameAs(body);
        }
    }

    @Test
    void linearSaysWhatIsWrongWithAStatusOfSuccess() {
        HttpConfig config = new HttpConfig(URL, "POST", null, null, null, LINEAR);
        assertThat(ServiceBodies.problem(
                        config, () -> "{\"errors\":[{\"message\":\"Entity not found: Team\"}],\"data\":null}"))
                .isEqualTo("Linear answered with an error: Entity not found: Team");
        assertThat(ServiceBodies.problem(config, () -> "{\"data\":{\"issueCreate\":{\"success\":true}}}"))
                .isNull();
        assertThat(ServiceBodies.problem(config, () -> "<html>")).isNull();
        assertThat(ServiceBodies.problem(config, () -> "")).isNull();
        assertThat(ServiceBodies.problem(new HttpConfig(URL, "POST", null, null), () -> "{\"errors\":[1]}"))
                .isNull();
    }
}
