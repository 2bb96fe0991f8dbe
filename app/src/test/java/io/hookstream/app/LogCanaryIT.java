package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Whatever goes right or wrong, the log holds nothing of what people trust hookstream with. */
class LogCanaryIT {

    /** What every canary has in common, so that a part of one is found as well. */
    private static final String CANARY = "Kanarienvogel";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final List<String> lines = new CopyOnWriteArrayList<>();
    private static final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLevel() + " " + event.getLoggerName() + " " + event.getFormattedMessage() + " "
                    + event.getMDCPropertyMap() + " " + event.getKeyValuePairs() + " "
                    + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    private static Started program;
    private static Api api;

    /** More is logged than by default: what is wrong is said in detail, and what was done too. */
    @BeforeAll
    static void start(@TempDir Path data) {
        program =
                Started.on(data, "hookstream.gateway.max-payload=64KB", "hookstream.gateway.web-socket.ping-every=3s");
        api = new Api(program);
        appender.start();
        Logger root = logger("ROOT");
        root.addAppender(appender);
        logger("io.hookstream").setLevel(Level.DEBUG);
        Stream.of("org.springframework", "org.axonframework", "reactor", "org.mongodb")
                .forEach(name -> logger(name).setLevel(Level.INFO));
    }

    @AfterAll
    static void stop() {
        program.close();
        logger("ROOT").detachAppender(appender);
        Stream.of("io.hookstream", "org.springframework", "org.axonframework", "reactor", "org.mongodb")
                .forEach(name -> logger(name).setLevel(null));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @Test
    void noSecretAndNoPayloadIsInTheLog() {
        try (Http good = new Http(200, canary("answer"));
                Http bad = new Http(500, canary("refusal"))) {
            String source = api.create("/v1/sources", "{\"name\": \"s\"}");
            connect(source, destination("good", good.url() + "/?token=" + canary("url")), null);
            connect(source, destination("bad", bad.url()), null);
            connect(source, destination("gone", "http://127.0.0.1:9/" + canary("path")), null);
            connect(source, destination("mapped", good.url()), "$uppercase(name) & '" + CANARY + "'");
            connect(source, destination("broken", good.url()), "$number(name)");

            webhook(source, "{\"name\": \"" + canary("payload") + "\"}", 200);
            webhook(source, canary("not json"), 200);
            webhook(source, canary("large").repeat(20_000), 413);
            webhook("src_" + canary("id"), canary("unknown"), 404);
            mistakes(source);
            await().atMost(PATIENCE)
                    .until(() -> api.get("/v1/delivery-attempts?limit=100")
                                    .path("delivery_attempts")
                                    .size()
                            >= 8);
            api.send(HttpMethod.DELETE, "/v1/sources/" + source, null);
        }

        sockets();
        String revoked = revokedKey();

        logger("io.hookstream.canary").info("the log is read");
        assertThat(lines).anyMatch(line -> line.contains("the log is read"));
        assertThat(lines).noneMatch(line -> line.contains(CANARY));
        String key = program.bootstrap().path("api_key").asText();
        assertThat(lines).noneMatch(line -> line.contains(key) || line.contains(revoked));
    }

    private static void mistakes(String source) {
        api.send(HttpMethod.POST, "/v1/sources", "{\"name\": \"" + canary("cut off"));
        api.send(HttpMethod.POST, "/v1/sources", "{\"" + canary("field") + "\": 1}");
        api.send(HttpMethod.PATCH, "/v1/sources/" + source, "{\"slug\": \"" + canary("Slug") + "\"}");
        api.send(HttpMethod.GET, "/v1/events?cursor=" + canary("cursor"), null);
        api.send(HttpMethod.GET, "/v1/sources/" + canary("id") + "?api_key=" + canary("query"), null);
        WebTestClient anonymous = anonymous();
        anonymous
                .get()
                .uri("/v1/sources?api_key=" + canary("query"))
                .header("X-API-Key", canary("wrong key"))
                .header("Authorization", "Bearer " + canary("token"))
                .header("Cookie", "session=" + canary("session"))
                .exchange()
                .expectStatus()
                .isUnauthorized();
        anonymous
                .get()
                .uri("/v1/sources/..%2f" + canary("traversal"))
                .exchange()
                .expectStatus()
                .isBadRequest();
        program.client()
                .post()
                .uri("/v1/sources")
                .header("Idempotency-Key", canary("idempotency key"))
                .bodyValue("{\"name\": \"" + canary("name") + "\"}")
                .exchange()
                .expectStatus()
                .isCreated();
    }

    private static void sockets() {
        String key = program.bootstrap().path("api_key").asText();
        try (Listener listener = Listener.with(program, key)) {
            listener.say("{\"type\": \"" + canary("unknown type"));
            listener.say("{\"type\": \"subscribe\", \"channel\": \"deliveries:" + canary("channel") + "\"}");
            await().atMost(PATIENCE)
                    .until(() -> listener.messages.stream()
                            .anyMatch(message -> message.path("type").asText().equals("subscribed")));
            String destination = api.create("/v1/destinations", """
                    {"name": "live", "type": "websocket", "config": {"channel_name": "%s"}}""".formatted(canary("channel")));
            api.send(
                    HttpMethod.POST,
                    "/v1/destinations/" + destination + "/test",
                    "{\"payload\": \"" + canary("payload") + "\"}");
            listener.awaitDelivery();
            listener.say(canary("too long").repeat(1000));
            listener.awaitClosed();
        }
        assertThatThrownBy(() -> Listener.with(program, canary("token"))).isInstanceOf(CompletionException.class);
        assertThatThrownBy(
                        () -> new Listener(program, "", Map.of(), "hookstream", "hookstream.key." + canary("protocol")))
                .isInstanceOf(CompletionException.class);
    }

    /** Connected in each of the ways with a key of its own, and cut off because of it. */
    private static String revokedKey() {
        Browser owner = Browser.signedUp(program, "ada@example.com");
        JsonNode created = owner.post("/v1/auth/api-keys", "{\"name\": \"listener\", \"scopes\": [\"read\"]}")
                .body();
        String key = created.path("key").asText();
        assertThat(key).isNotBlank();
        try (Listener byQuery = Listener.with(program, key);
                Listener byHeader = new Listener(program, "", Map.of("Authorization", "Bearer " + key));
                Listener byProtocol = new Listener(program, "", Map.of(), "hookstream", "hookstream.key." + key)) {
            owner.delete("/v1/auth/api-keys/" + created.path("id").asText());
            assertThat(List.of(byQuery.awaitClosed(), byHeader.awaitClosed(), byProtocol.awaitClosed()))
                    .containsOnly(1008);
        }
        assertThatThrownBy(() -> Listener.with(program, key)).isInstanceOf(CompletionException.class);
        return key;
    }

    private static void webhook(String source, String body, int status) {
        anonymous()
                .post()
                .uri("/v1/ingest/" + source + "?secret=" + canary("query"))
                .header("Authorization", "Bearer " + canary("token"))
                .header("X-Signature", canary("signature"))
                .header("Content-Type", "application/json")
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status);
    }

    private static WebTestClient anonymous() {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + program.port())
                .responseTimeout(PATIENCE)
                .build();
    }

    private static String destination(String name, String url) {
        return api.create("/v1/destinations", """
                {"name": "%s", "type": "http", "url": "%s", "retry_max_attempts": 1, "retry_backoff_type": "linear",
                 "headers": {"Authorization": "Bearer %s", "X-Plain": "%s"},
                 "signing_config": {"secret": "%s"}}""".formatted(
                        name, url, canary("credential"), canary("header"), canary("signing secret")));
    }

    private static void connect(String source, String destination, String transform) {
        api.create("/v1/connections", """
                {"name": "c", "source_id": "%s", "destination_id": "%s", "transform_expression": %s}""".formatted(
                        source, destination, transform == null ? null : "\"" + transform + "\""));
    }

    private static String canary(String what) {
        return CANARY + what.replace(" ", "");
    }
}
