package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries to whoever listens, read by the JDK's own WebSocket client. */
class WebSocketIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Started program;
    private static Calls calls;
    private static String key;
    private static int made;

    @BeforeAll
    static void start(@TempDir Path data) {
        program = Started.on(data);
        calls = new Calls(program.client());
        key = program.bootstrap().path("api_key").asText();
    }

    /** Who is connected then is told to connect again, and holds nothing up. */
    @AfterAll
    static void stop() {
        try (Listener listener = Listener.with(program, key)) {
            program.close();
            assertThat(listener.awaitClosed()).isEqualTo(1001);
        }
    }

    /** A source whose events go to a new destination with this channel. */
    private record Route(String source, String destination) {

        static Route to(String channel, String more) {
            String source = calls.made("post", "/v1/sources", "{\"name\": \"Shop " + ++made + "\"}")
                    .path("id")
                    .asText();
            String destination = calls.made("post", "/v1/destinations", """
                            {"name": "Live %d", "type": "websocket", "retry_max_attempts": 0,
                             "config": {"channel_name": "%s"%s}}""".formatted(made, channel, more))
                    .path("id")
                    .asText();
            calls.made(
                    "post",
                    "/v1/connections",
                    "{\"source_id\": \"%s\", \"destination_id\": \"%s\"}".formatted(source, destination));
            return new Route(source, destination);
        }

        String webhook(String body) {
            return calls.made("post", "/v1/ingest/" + source, body)
                    .path("event_id")
                    .asText();
        }

        JsonNode attempt(String event) {
            String id = await().atMost(PATIENCE)
                    .until(
                            () -> calls.get("/v1/delivery-attempts?event_id=" + event)
                                    .body()
                                    .at("/delivery_attempts/0/id")
                                    .asText(),
                            found -> !found.isEmpty());
            return calls.get("/v1/delivery-attempts/" + id).body();
        }
    }

    @Test
    void aDeliveryIsToldToAllWhoAreSubscribed() {
        Route route = Route.to("live-orders", "");
        try (Listener byId = Listener.with(program, key);
                Listener byName = new Listener(program, "", Map.of("X-API-Key", key));
                Listener other = Listener.with(program, key)) {
            byId.subscribe("deliveries:" + route.destination());
            byName.subscribe("deliveries:live-orders");
            other.subscribe("deliveries:other");

            String event = route.webhook("{\"type\": \"order.created\", \"amount\": 1e400, \"text\": \"ä\"}");

            JsonNode message = byId.awaitDelivery();
            assertThat(message.path("channel").asText()).isEqualTo("deliveries:" + route.destination());
            JsonNode data = message.path("data");
            assertThat(data.path("event_id").asText()).isEqualTo(event);
            assertThat(data.path("status").asText()).isEqualTo("delivered");
            assertThat(data.path("body").path("type").asText()).isEqualTo("order.created");
            assertThat(data.path("body").path("text").asText()).isEqualTo("ä");
            assertThat(Instant.parse(data.path("delivered_at").asText())).isBeforeOrEqualTo(Instant.now());
            assertThat(byName.awaitDelivery().path("channel").asText()).isEqualTo("deliveries:live-orders");
            assertThat(byName.deliveries().getFirst().path("data")).isEqualTo(data);
            JsonNode attempt = route.attempt(event);
            assertThat(attempt.path("status").asText()).isEqualTo("success");
            assertThat(attempt.path("response_body").asText()).isEqualTo("{\"subscribed\":2,\"reached\":2}");
            assertThat(other.deliveries()).isEmpty();
        }
    }

    @Test
    void nobodyToTellIsAFailureUnlessThatIsAllowed() {
        Route strict = Route.to("strict", "");
        Route lenient = Route.to("lenient", ", \"require_subscriber\": false");

        JsonNode failed = strict.attempt(strict.webhook("{}"));
        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.toString()).contains("provider_error", "nobody is subscribed");
        assertThat(lenient.attempt(lenient.webhook("{}")).path("status").asText())
                .isEqualTo("success");
        JsonNode test = calls.send("post", "/v1/destinations/" + strict.destination() + "/test", null)
                .body();
        assertThat(test.path("reason").asText()).isEqualTo("provider_error: nobody is subscribed");
    }

    /** As of a server that is down: it is tried again, its circuit opens, and it gets everything when it is back. */
    @Test
    void whatNobodyHeardIsToldToWhoeverConnectsAfterwards() {
        String source = calls.made("post", "/v1/sources", "{\"name\": \"Away\"}")
                .path("id")
                .asText();
        String destination =
                calls.made("post", "/v1/destinations", """
                        {"name": "Away", "type": "websocket", "config": {"channel_name": "away"}, "max_concurrency": 1,
                         "retry_max_attempts": 10, "retry_backoff_type": "fixed", "retry_intervals": [1],
                         "circuit_failure_threshold": 2, "circuit_cooldown_seconds": 1}""").path("id").asText();
        Route route = new Route(source, destination);
        calls.made(
                "post",
                "/v1/connections",
                "{\"source_id\": \"%s\", \"destination_id\": \"%s\"}".formatted(source, destination));
        List<String> events =
                Stream.generate(() -> route.webhook("{}")).limit(3).toList();
        await().atMost(PATIENCE)
                .until(() -> calls.get("/v1/destinations/" + destination + "/circuit")
                        .body()
                        .path("state")
                        .asText()
                        .equals("open"));

        try (Listener listener = Listener.with(program, key)) {
            listener.subscribe("deliveries:away");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(listener.deliveries())
                            .extracting(one -> one.at("/data/event_id").asText())
                            .containsExactlyInAnyOrderElementsOf(events));
        }
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertThat(setUp("")).startsWith("config: is required");
        assertThat(setUp(", \"config\": {}")).startsWith("config.channel_name: is required");
        assertThat(setUp(", \"config\": {\"channel_name\": \"a b\"}")).startsWith("config.channel_name: must");
        assertThat(setUp(", \"config\": {\"channel_name\": 1}")).startsWith("config.channel_name: must be a string");
        assertThat(setUp(", \"config\": {\"channel_name\": \"a\", \"timeout\": 61}"))
                .startsWith("config.timeout:");
        assertThat(setUp(", \"config\": {\"channel_name\": \"a\", \"require_subscriber\": \"no\"}"))
                .startsWith("config.require_subscriber: must be true or false");
        assertThat(setUp(", \"config\": {\"channel_name\": \"a\", \"url\": \"x\"}"))
                .startsWith("config.url: unknown");

        Route route = Route.to("made", "");
        JsonNode changed = calls.made(
                "patch", "/v1/destinations/" + route.destination(), "{\"config\": {\"require_subscriber\": false}}");
        assertThat(changed.path("type").asText()).isEqualTo("websocket");
        assertThat(changed.path("config").toString())
                .contains("\"channel_name\":\"made\"", "\"require_subscriber\":false", "\"timeout\":30");
    }

    private static String setUp(String config) {
        Calls.Answer answer = calls.send(
                "post",
                "/v1/destinations",
                Browser.json(("{\"name\": \"Live\", \"type\": \"websocket\"" + config + "}")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(answer.status()).isEqualTo(400);
        return answer.body().path("error").asText();
    }

    @Test
    void aTestCallIsToldToo() {
        Route route = Route.to("tests", "");
        try (Listener listener = Listener.with(program, key)) {
            listener.subscribe("deliveries:tests");

            JsonNode answer = calls.send(
                            "post",
                            "/v1/destinations/" + route.destination() + "/test",
                            Json.mapper().createObjectNode().put("payload", "hello"))
                    .body();

            assertThat(answer.path("status").asText()).isEqualTo("success");
            assertThat(listener.awaitDelivery().path("data").path("body").asText())
                    .isEqualTo("hello");
        }
    }

    @Test
    void keysAndSessionsOpenAndPagesOfOthersDoNot() {
        Browser ada = Browser.signedUp(program, "ada@example.com");
        String cookie = Browser.SESSION + "=" + ada.cookie();
        String mine = "http://127.0.0.1:" + program.port();
        new Listener(program, "", Map.of("Authorization", "Bearer " + key)).close();
        new Listener(program, "", Map.of("Cookie", cookie)).close();
        new Listener(program, "", Map.of("Cookie", cookie, "Origin", mine)).close();
        new Listener(program, "?token=" + key, Map.of("Origin", "https://shop.example")).close();
        try (Listener listener = new Listener(program, "", Map.of(), "hookstream", "hookstream.key." + key)) {
            assertThat(listener.protocol()).isEqualTo("hookstream");
            assertThat(listener.messages.getFirst().path("type").asText()).isEqualTo("welcome");
            assertThat(listener.messages.getFirst().path("org_id").asText())
                    .isEqualTo(program.bootstrap().path("organization_id").asText());
        }

        refused(403, "", Map.of("Cookie", cookie, "Origin", "https://evil.example"));
        refused(403, "", Map.of("Cookie", cookie, "Sec-Fetch-Site", "cross-site"));
        refused(401, "", Map.of());
        refused(401, "?token=wrong", Map.of("Cookie", cookie));
        refused(401, "?token=" + key, Map.of("X-API-Key", key));
    }

    private static void refused(int status, String query, Map<String, String> headers) {
        assertThatThrownBy(() -> new Listener(program, query, headers))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(status));
    }

    @Test
    void aRequestThatIsNoHandshakeIsRefusedLikeAnyOther() {
        Calls.Answer plain = calls.get("/v1/ws");
        assertThat(plain.status()).isEqualTo(400);
        assertThat(plain.body().path("request_id").asText()).startsWith("req_");
        program.client()
                .get()
                .uri("/v1/ws")
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .header("Sec-WebSocket-Version", "99")
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectHeader()
                .valueEquals("Sec-WebSocket-Version", "13");
    }

    @Test
    void whatAClientSaysWrongIsNamed() {
        String http = calls.made("post", "/v1/destinations", "{\"name\": \"H\", \"url\": \"http://127.0.0.1:9/\"}")
                .path("id")
                .asText();
        Browser grace = Browser.signedUp(program, "grace@example.com");
        Route mine = Route.to("mine", "");
        try (Listener listener = Listener.with(program, key);
                Listener stranger =
                        new Listener(program, "", Map.of("Cookie", Browser.SESSION + "=" + grace.cookie()))) {
            String unknown = Inhabited.unknown("dst");
            assertThat(error(listener, "no json")).contains("JSON");
            assertThat(error(listener, "[]")).contains("JSON");
            assertThat(error(listener, "{}")).startsWith("type:");
            assertThat(error(listener, "{\"type\":\"dance\"}")).startsWith("type: is unknown");
            assertThat(error(listener, "{\"type\":\"subscribe\"}")).startsWith("channel:");
            assertThat(error(listener, subscribe("events"))).startsWith("channel: is unknown");
            assertThat(error(listener, subscribe("deliveries:" + http))).contains("not of type websocket");
            assertThat(error(listener, subscribe("deliveries:" + unknown))).isEqualTo("Destination not found");
            assertThat(error(stranger, subscribe("deliveries:" + mine.destination())))
                    .isEqualTo("Destination not found");
            stranger.subscribe("deliveries:mine"); // a name of its own

            listener.subscribe("deliveries:mine");
            mine.webhook("{}");
            listener.awaitDelivery();
            assertThat(stranger.deliveries()).isEmpty();
            assertThat(listener.answer("{\"type\":\"unsubscribe\",\"channel\":\"deliveries:mine\"}")
                            .path("type")
                            .asText())
                    .isEqualTo("unsubscribed");
        }
    }

    private static String subscribe(String channel) {
        return "{\"type\":\"subscribe\",\"channel\":\"" + channel + "\"}";
    }

    private static String error(Listener listener, String message) {
        JsonNode answer = listener.answer(message);
        assertThat(answer.path("type").asText()).as(answer.toString()).isEqualTo("error");
        return answer.path("error").asText();
    }

    @Test
    void aMessageThatIsTooLongEndsTheConnection() {
        try (Listener listener = Listener.with(program, key)) {
            listener.say("x".repeat(9000));
            assertThat(listener.awaitClosed()).isIn(1009, -1);
        }
    }
}
