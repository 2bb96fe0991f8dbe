package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.app.Calls.Answer;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person tries a destination out, by HTTP, and it leaves no trace. */
class DestinationTestIT {

    private static Started program;
    private static Calls calls;

    @BeforeAll
    static void start(@TempDir Path data) {
        program = Started.on(data);
        calls = new Calls(program.client());
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static String destination(String url) {
        String settings = """
                {"name": "Shop", "url": "%s", "retry_max_attempts": 0, "circuit_failure_threshold": 1,
                 "config": {"timeout": 3}, "signing_config": {"secret": "s3cret-s3cret"}}""".formatted(url);
        return calls.made("post", "/v1/destinations", settings).path("id").asText();
    }

    private static Answer test(String destination, String body) {
        return calls.send("post", "/v1/destinations/" + destination + "/test", body == null ? null : json(body));
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void leftNoTrace(String destination) {
        JsonNode circuit =
                calls.get("/v1/destinations/" + destination + "/circuit").body();
        assertThat(circuit.path("state").asText()).isEqualTo("closed");
        assertThat(circuit.path("failure_count").asInt()).isZero();
        assertThat(calls.get("/v1/destinations/" + destination)
                        .body()
                        .path("delivery_count")
                        .asInt())
                .isZero();
        assertThat(calls.get("/v1/delivery-attempts?destination_id=" + destination)
                        .body()
                        .path("delivery_attempts"))
                .isEmpty();
        assertThat(calls.get("/v1/events").body().path("events")).isEmpty();
    }

    @Test
    void aSampleIsSentAsAnEventWouldBe() {
        try (Http shop = new Http(201, "thank you")) {
            String id = destination(shop.url());

            Answer answer = test(id, "{\"payload\": {\"n\": 12345678901234567890.5}}");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().path("status").asText()).isEqualTo("success");
            assertThat(answer.body().path("response_code").asInt()).isEqualTo(201);
            assertThat(answer.body().path("latency_ms").isIntegralNumber()).isTrue();
            assertThat(answer.body().path("body").asText()).isEqualTo("thank you");
            assertThat(answer.body().path("reason").isNull()).isTrue();
            Http.Request sent = shop.requests.getFirst();
            assertThat(new String(sent.body(), StandardCharsets.UTF_8)).isEqualTo("{\"n\":12345678901234567890.5}");
            assertThat(sent.headers())
                    .containsEntry("Content-Type", "application/json")
                    .containsKey("X-hookstream-Signature");
            assertThat(sent.headers().get("X-hookstream-Event-Id")).startsWith("evt_");
            leftNoTrace(id);
        }
    }

    @Test
    void withoutAPayloadItSaysThatItIsATest() {
        try (Http shop = new Http(200, "")) {
            String id = destination(shop.url());

            assertThat(test(id, null).body().path("status").asText()).isEqualTo("success");
            assertThat(test(id, "{}").body().path("status").asText()).isEqualTo("success");

            assertThat(shop.requests)
                    .hasSize(2)
                    .allMatch(sent -> new String(sent.body(), StandardCharsets.UTF_8).contains("hookstream.test"));
        }
    }

    @Test
    void aRefusalIsAnAnswerToo() {
        try (Http shop = new Http(503, "closed today")) {
            String id = destination(shop.url());

            JsonNode answer = test(id, null).body();

            assertThat(answer.path("status").asText()).isEqualTo("failed");
            assertThat(answer.path("response_code").asInt()).isEqualTo(503);
            assertThat(answer.path("body").asText()).isEqualTo("closed today");
            assertThat(answer.path("reason").asText()).isEqualTo("http_5xx: the destination answered 503");
            leftNoTrace(id);
        }
    }

    @Test
    void oneAtATimeIsTestedAndSilenceEndsWithTheTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String id = destination("http://127.0.0.1:" + silent.getLocalPort() + "/");
            CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> test(id, null));
            silent.accept(); // and says nothing

            assertThat(test(id, null).status()).isEqualTo(429);

            JsonNode answer = first.get(20, TimeUnit.SECONDS).body();
            assertThat(answer.path("status").asText()).isEqualTo("failed");
            assertThat(answer.path("response_code").isNull()).isTrue();
            assertThat(answer.path("reason").asText()).startsWith("timeout: ");
            assertThat(answer.path("latency_ms").asInt()).isBetween(2_900, 10_000);
            assertThat(test(id, null).status()).isEqualTo(200);
            leftNoTrace(id);
        }
    }

    @Test
    void anAddressThatMustNotBeReachedIsNot() {
        JsonNode answer =
                test(destination("http://169.254.169.254/latest"), null).body();

        assertThat(answer.path("status").asText()).isEqualTo("failed");
        assertThat(answer.path("reason").asText()).startsWith("blocked_address: ");
    }

    @Test
    void whatIsNotThereIsNotFoundAndNonsenseIsNamed() {
        String id = destination("http://127.0.0.1:9/");
        assertThat(test(id, "{\"paylod\": 1}").status()).isEqualTo(400);
        assertThat(test(id, "[1]").status()).isEqualTo(400);
        calls.send("delete", "/v1/destinations/" + id, null);

        assertThat(test(id, null).status()).isEqualTo(404);
        assertThat(test(Inhabited.unknown("dst"), null).status()).isEqualTo(404);
    }
}
