package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;

class TracingIT {

    private static final String CANARY = "Kanarienvogel";
    private static final String THEIRS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path data;

    @Test
    void theWayOfAWebhookIsOneTrace() {
        try (StubCollector collector = new StubCollector();
                Http target = new Http(200, "");
                Started program = Started.on(data, collector.setting())) {
            Api api = new Api(program);
            String source = connected(api, target.url() + "/");
            int status = program.client()
                    .post()
                    .uri("/v1/ingest/" + source)
                    .header("traceparent", "00-" + THEIRS + "-00f067aa0ba902b7-01")
                    .bodyValue("{}")
                    .exchange()
                    .returnResult()
                    .getStatus()
                    .value();
            assertThat(status).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() -> collector
                            .names()
                            .containsAll(List.of(
                                    "POST /v1/ingest/{sourceId}",
                                    "IngestEvent",
                                    "router EventReceived",
                                    "RouteEvent",
                                    "lanes DeliveryRequested",
                                    "POST",
                                    "RecordAttempts",
                                    "lanes DeliverySucceeded",
                                    "events EventReceived",
                                    "events DeliverySucceeded")));

            Span request = collector.only(named("POST /v1/ingest/{sourceId}"));
            assertThat(request.getParentSpanId().isEmpty()).isTrue();
            assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
            assertThat(request.getLinksList())
                    .singleElement()
                    .satisfies(link ->
                            assertThat(StubCollector.hex(link.getTraceId())).isEqualTo(THEIRS));
            assertThat(StubCollector.attributes(request))
                    .containsEntry("http.request.method", "POST")
                    .containsEntry("http.route", "/v1/ingest/{sourceId}")
                    .containsEntry("http.response.status_code", "200")
                    .hasEntrySatisfying(
                            "hookstream.request.id", id -> assertThat(id).startsWith("req_"));

            Span attempt = way(
                    collector, request, "IngestEvent", "router EventReceived", "RouteEvent", "lanes DeliveryRequested");
            assertThat(attempt.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
            Map<String, String> told = StubCollector.attributes(attempt);
            assertThat(told)
                    .containsEntry("server.address", "127.0.0.1")
                    .containsEntry("server.port", target.url().replaceAll(".*:", ""))
                    .containsEntry("http.request.method", "POST")
                    .containsEntry("http.response.status_code", "200");
            assertThat(told.get("hookstream.event.id")).startsWith("evt_");
            assertThat(told.get("hookstream.delivery.id")).startsWith("dlv_");
            assertThat(target.requests)
                    .singleElement()
                    .satisfies(sent -> assertThat(sent.headers().get("traceparent"))
                            .startsWith("00-" + StubCollector.hex(attempt.getTraceId()) + "-"
                                    + StubCollector.hex(attempt.getSpanId()) + "-"));
            assertThat(collector.names()).doesNotContain("GET /v1/health");
        }
    }

    /** Each is the child of the one before it, in one trace. Ends at the attempt, beside which it is recorded. */
    private static Span way(StubCollector collector, Span first, String... names) {
        Span last = first;
        for (String name : names) {
            last = child(collector, last, name);
        }
        child(collector, last, "RecordAttempts");
        return child(collector, last, "POST");
    }

    private static Span child(StubCollector collector, Span parent, String name) {
        Span child = collector.only(span -> span.getName().equals(name)
                && span.getTraceId().equals(parent.getTraceId())
                && span.getParentSpanId().equals(parent.getSpanId()));
        assertThat(child.getStatus().getCodeValue()).as(name).isZero();
        return child;
    }

    private static java.util.function.Predicate<Span> named(String name) {
        return span -> span.getName().equals(name);
    }

    /** Which waited for it as a deadline of a saga. */
    @Test
    void aRetryBelongsToTheTraceOfItsWebhook() {
        try (StubCollector collector = new StubCollector();
                Http target = new Http(503, "");
                Started program = Started.on(data, collector.setting())) {
            Api api = new Api(program);
            String source = connected(api, target.url());
            api.send(HttpMethod.POST, "/v1/ingest/" + source, "{}");
            await().atMost(PATIENCE).until(() -> attempts(collector).size() >= 2);

            List<Span> attempts = attempts(collector);
            Span request = collector.only(named("POST /v1/ingest/{sourceId}"));
            assertThat(attempts)
                    .allSatisfy(attempt -> assertThat(attempt.getTraceId()).isEqualTo(request.getTraceId()));
            assertThat(StubCollector.attributes(attempts.get(0)))
                    .containsEntry("http.response.status_code", "503")
                    .containsEntry("error.type", "http_5xx")
                    .doesNotContainKey("http.request.resend_count");
            assertThat(StubCollector.attributes(attempts.get(1))).containsEntry("http.request.resend_count", "1");
        }
    }

    private static List<Span> attempts(StubCollector collector) {
        return collector.spans().stream().filter(named("POST")).toList();
    }

    @Test
    void noSecretAndNoPayloadIsInASpan() {
        try (StubCollector collector = new StubCollector();
                Http target = new Http(500, canary("answer"));
                Started program = Started.on(data, collector.setting())) {
            Api api = new Api(program);
            String source = connected(api, target.url() + "/" + canary("path") + "?token=" + canary("query"));
            connect(api, source, "http://127.0.0.1:9/" + canary("gone"), "$uppercase(name)");
            connect(api, source, target.url(), "$number(name)");
            program.client()
                    .post()
                    .uri("/v1/ingest/" + source + "?secret=" + canary("query"))
                    .header("Authorization", "Bearer " + canary("token"))
                    .header("tracestate", canary("state") + "=1")
                    .header("traceparent", canary("parent"))
                    .bodyValue("{\"name\": \"" + canary("payload") + "\"}")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .returnResult();
            api.send(HttpMethod.POST, "/v1/ingest/src_" + canary("id"), canary("unknown"));
            api.send(HttpMethod.PATCH, "/v1/sources/" + source, "{\"slug\": \"" + canary("Slug") + "\"}");
            api.send(HttpMethod.GET, "/v1/sources/" + canary("id") + "?api_key=" + canary("query"), null);
            await().atMost(PATIENCE)
                    .until(() -> Stream.of("POST", "RecordAttempts", "PATCH /v1/sources/{id}", "GET /v1/sources/{id}")
                            .allMatch(collector.names()::contains));

            assertThat(collector.raw())
                    .noneMatch(request -> request.contains(CANARY))
                    .noneMatch(request ->
                            request.contains(program.bootstrap().path("api_key").asText()));
        }
    }

    @Test
    void aCollectorThatIsNotThereHarmsNothing() {
        try (Http target = new Http(200, "");
                Started program = Started.on(data, "hookstream.tracing.endpoint=http://127.0.0.1:9/v1/traces")) {
            Api api = new Api(program);
            String source = connected(api, target.url());
            for (int i = 0; i < 20; i++) {
                assertThat(api.send(HttpMethod.POST, "/v1/ingest/" + source, "{}")
                                .getStatus()
                                .value())
                        .isEqualTo(200);
            }
            await().atMost(PATIENCE).until(() -> target.requests.size() == 20);
        }
    }

    @Test
    void whatIsNotSampledLeavesNoTraceAnywhere() {
        try (StubCollector collector = new StubCollector();
                Http target = new Http(200, "");
                Started program = Started.on(data, collector.setting(), "hookstream.tracing.sampled=0")) {
            Api api = new Api(program);
            program.client()
                    .post()
                    .uri("/v1/ingest/" + connected(api, target.url()))
                    .header("traceparent", "00-" + THEIRS + "-00f067aa0ba902b7-01")
                    .bodyValue("{}")
                    .exchange()
                    .expectStatus()
                    .isOk()
                    .expectBody(String.class)
                    .returnResult();
            await().atMost(PATIENCE).until(() -> !target.requests.isEmpty());

            assertThat(target.requests.get(0).headers()).doesNotContainKey("traceparent");
            program.bean(SdkTracerProvider.class).forceFlush().join(5, java.util.concurrent.TimeUnit.SECONDS);
            assertThat(collector.spans()).isEmpty();
        }
    }

    @Test
    void withoutACollectorThereIsNothingOfIt() {
        try (Http target = new Http(200, "");
                Started program = Started.on(data)) {
            Api api = new Api(program);
            api.send(HttpMethod.POST, "/v1/ingest/" + connected(api, target.url()), "{}");
            await().atMost(PATIENCE).until(() -> !target.requests.isEmpty());

            assertThat(program.has(SdkTracerProvider.class)).isFalse();
            assertThat(target.requests.get(0).headers()).doesNotContainKey("traceparent");
        }
    }

    private static String connected(Api api, String url) {
        String source = api.create("/v1/sources", "{\"name\": \"s\"}");
        connect(api, source, url, "$");
        return source;
    }

    private static void connect(Api api, String source, String url, String transform) {
        String destination =
                api.create("/v1/destinations", """
                {"name": "d", "type": "http", "url": "%s", "retry_max_attempts": 1, "retry_intervals": [1],
                 "headers": {"Authorization": "Bearer %s"}, "signing_config": {"secret": "%s"}}""".formatted(url, canary("credential"), canary("signing secret")));
        api.create("/v1/connections", """
                {"name": "c", "source_id": "%s", "destination_id": "%s", "transform_expression": "%s"}""".formatted(source, destination, transform));
    }

    private static String canary(String what) {
        return CANARY + what.replace(" ", "");
    }
}
