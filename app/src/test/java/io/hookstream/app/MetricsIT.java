package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

class MetricsIT {

    private static Started program;

    @BeforeAll
    static void start(@TempDir Path data) {
        program = Started.on(data);
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    @Test
    void whatAWebhookDoesIsCounted() {
        Api api = new Api(program);
        String source;
        String good;
        try (Http server = new Http(200, "")) {
            source = api.create("/v1/sources", "{\"name\": \"s\"}");
            good = api.create(
                    "/v1/destinations", "{\"name\": \"good\", \"type\": \"http\", \"url\": \"" + server.url() + "\"}");
            String bad = api.create(
                    "/v1/destinations", "{\"name\": \"bad\", \"type\": \"http\", \"url\": \"http://127.0.0.1:9\"}");
            for (String destination : new String[] {good, bad}) {
                api.create(
                        "/v1/connections",
                        "{\"name\": \"c\", \"source_id\": \"%s\", \"destination_id\": \"%s\"}"
                                .formatted(source, destination));
            }
            api.send(HttpMethod.POST, "/v1/ingest/" + source, "{}");
            api.send(HttpMethod.POST, "/v1/ingest/src_unknown", "{}");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(metrics())
                            .containsPattern(
                                    "hookstream_delivery_attempts_seconds_count\\{error_type=\"none\",result=\"success\".* 1")
                            .containsPattern(
                                    "hookstream_delivery_attempts_seconds_count\\{error_type=\"connection_refused\","
                                            + "result=\"failure\".* 1")
                            .containsPattern("hookstream_processor_lag\\{processor=\"router\"\\} 0"));
        }

        assertThat(metrics())
                .containsPattern("hookstream_webhooks_total\\{reason=\"none\",result=\"accepted\"\\} 1")
                .containsPattern("hookstream_webhooks_total\\{reason=\"unknown_source\",result=\"refused\"\\} 1")
                .containsPattern("http_server_requests_seconds_count\\{method=\"POST\",status=\"200\","
                        + "uri=\"/v1/ingest/\\{sourceId\\}\".*\\} 1")
                .containsPattern("hookstream_commands_seconds_count\\{result=\"success\",type=\"IngestEvent\".*\\} 1")
                .contains("hookstream_queries_seconds_count{", "hookstream_processor_running{processor=\"lanes\"} 1")
                .contains("hookstream_lanes ", "hookstream_lane_waiting ", "hookstream_lane_under_way ")
                .contains("jvm_memory_used_bytes{", "process_cpu_usage")
                // No label is anybody's: their number would grow without end, and tell of tenants.
                .doesNotContain(source, good, "org_", "env_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded"})
    void whoComesThroughAProxyFindsNothing(String header) {
        anonymous()
                .get()
                .uri("/metrics")
                .header(header, "127.0.0.1")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("There is nothing at this address");
    }

    private static String metrics() {
        return Objects.requireNonNull(anonymous()
                .get()
                .uri("/metrics")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", "text/plain;version=0.0.4;charset=utf-8")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody());
    }

    private static WebTestClient anonymous() {
        return WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + program.port())
                .responseTimeout(Duration.ofSeconds(20))
                .build();
    }
}
