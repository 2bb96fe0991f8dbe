package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What protects a source, from its settings by way of the log to what is shown of its events. */
class ProtectedSourceIT {

    /** As GitHub's own libraries are tested: mysecret and this body. */
    private static final String BODY = "{\"foo\":\"bar\"}";

    private static final String SIGNATURE = "sha256=4864d2759938a15468b5df9ade20bf161da9b4f737ea61794142f3484236bda3";

    @TempDir
    private static Path data;

    private static Started program;

    @BeforeAll
    static void start() {
        program = Started.on(data, "hookstream.trusted-proxies=127.0.0.0/8");
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static WebTestClient.ResponseSpec send(String source, String body, String... headers) {
        WebTestClient.RequestBodySpec request = program.client().post().uri("/v1/ingest/" + source);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.bodyValue(body).exchange();
    }

    private static JsonNode call(HttpMethod method, String path, String body, int status) {
        byte[] answer = program.client()
                .method(method)
                .uri(path)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return json(answer);
    }

    private static JsonNode json(byte[] answer) {
        try {
            return Json.mapper().readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode event(String id) {
        return json(program.client()
                .get()
                .uri("/v1/events/" + id)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody());
    }

    private static String taken(WebTestClient.ResponseSpec answer) {
        return json(answer.expectStatus().isOk().expectBody().returnResult().getResponseBody())
                .path("event_id")
                .asText();
    }

    @Test
    void aSignedWebhookIsTakenOnceAndItsSecretIsNowhere() throws IOException {
        String source =
                call(HttpMethod.POST, "/v1/sources", """
                        {"name": "GitHub", "template": "github", "verification_secret": "mysecret"}""", 201).path("id").asText();
        String id = taken(send(source, BODY, "X-Hub-Signature-256", SIGNATURE, "X-GitHub-Delivery", "1"));
        send(source, BODY, "X-Hub-Signature-256", SIGNATURE, "X-GitHub-Delivery", "1")
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.duplicate")
                .isEqualTo(true)
                .jsonPath("$.event_id")
                .isEqualTo(id);
        send(source, BODY + " ", "X-Hub-Signature-256", SIGNATURE)
                .expectStatus()
                .isEqualTo(401);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(event(id).path("verification_status").asText())
                                .isEqualTo("verified"));

        JsonNode shown = call(HttpMethod.PATCH, "/v1/sources/" + source, """
                {"name": "GitHub EU", "verification_secret": "****cret"}""", 200);
        assertThat(shown.path("verification_secret").asText())
                .startsWith("****")
                .doesNotContain("mysecret");
        send(source, BODY, "X-Hub-Signature-256", SIGNATURE, "X-GitHub-Delivery", "2")
                .expectStatus()
                .isOk();
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("mysecret");
            }
        }
    }

    @Test
    void theAddressIsWhatATrustedProxySays() {
        String source =
                call(HttpMethod.POST, "/v1/sources", """
                        {"name": "a", "ip_allowlist": "2001:db8::/32, 198.51.100.0/24"}""", 201).path("id").asText();

        send(source, BODY).expectStatus().isEqualTo(403);
        send(source, BODY, "X-Forwarded-For", "198.51.100.1, 203.0.113.9")
                .expectStatus()
                .isEqualTo(403);
        String id = taken(send(source, BODY, "X-Forwarded-For", "203.0.113.9, 2001:db8::1"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(event(id).path("source_ip").asText()).isEqualTo("2001:db8:0:0:0:0:0:1"));
    }

    @Test
    void aSchemaHoldsAsSoonAsItIsSetAndIsReplacedAsAWhole() {
        String source = call(HttpMethod.POST, "/v1/sources", "{\"name\": \"a\"}", 201)
                .path("id")
                .asText();
        call(HttpMethod.PATCH, "/v1/sources/" + source, """
                {"schema_validation_enabled": true, "json_schema": {"type": "object", "required": ["id"]},
                 "response_status": 202, "response_body": "thanks"}""", 200);
        send(source, BODY).expectStatus().isEqualTo(422);
        send(source, "{\"id\": 1}").expectStatus().isEqualTo(202);

        JsonNode shown = call(HttpMethod.PATCH, "/v1/sources/" + source, """
                {"json_schema": {"const": null}, "schema_action": "warn", "response_status": null, "response_body": null}""", 200);
        assertThat(shown.path("json_schema").toString()).isEqualTo("{\"const\":null}");
        String id = taken(send(source, BODY));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(event(id).path("verification_status").asText())
                                .isEqualTo("schema_invalid"));
    }
}
