package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the sender sends. */
class HttpSenderTest {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");
    private static final EgressGuard LOCAL = new EgressGuard(List.of(), true);
    private static final OwnHttpSender SENDER = new OwnHttpSender(LOCAL, Clock.fixed(NOW, ZoneOffset.UTC));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @AfterAll
    static void close() {
        SENDER.close();
    }

    @Test
    void sendsTheBodyByteForByteWithItsHeaders() throws Exception {
        byte[] body = new byte[70_000];
        new Random(1).nextBytes(body);
        try (StubServer server = StubServer.answering(
                "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n" + "X-A: 1\r\nX-A: 2\r\nRetry-After: 7\r\n\r\nok")) {
            AttemptResult result = send(outbound(server.url("/a/b?c=d&e=%20"))
                    .headers(Map.of("Authorization", "Bearer t", "x-custom", "v"))
                    .body(Body.of(body))
                    .build());

            StubServer.Request request = server.requests.getFirst();
            assertThat(request.firstLine()).isEqualTo("POST /a/b?c=d&e=%20 HTTP/1.1");
            assertThat(request.body()).isEqualTo(body);
            assertThat(request.values("Host")).containsExactly("127.0.0.1:" + server.port());
            assertThat(request.values("Content-Length")).containsExactly("70000");
            assertThat(request.values("Transfer-Encoding")).isEmpty();
            assertThat(request.values("Content-Type")).containsExactly("application/x-thing");
            assertThat(request.values("User-Agent")).containsExactly("hookstream/0.1");
            assertThat(request.values("X-hookstream-Event-Id")).containsExactly("evt_1");
            assertThat(request.values("X-hookstream-Delivery-Attempt")).containsExactly("3");
            assertThat(request.values("X-hookstream-Timestamp")).containsExactly("2026-05-06T07:08:09Z");
            assertThat(request.values("Authorization")).containsExactly("Bearer t");

            assertThat(result.success()).isTrue();
            assertThat(result.statusCode()).isEqualTo(201);
            assertThat(result.errorType()).isNull();
            assertThat(result.errorMessage()).isNull();
            assertThat(result.responseBody()).isEqualTo("ok");
            assertThat(result.responseTruncated()).isFalse();
            assertThat(result.responseHeaders()).containsEntry("X-A", "1, 2");
            assertThat(result.retryAfter()).isEqualTo("7");
            assertThat(result.attemptedAt()).isEqualTo(NOW);
            assertThat(result.latencyMillis()).isBetween(0L, 10_000L);
            Map<String, String> shown = new HashMap<>(result.requestHeaders());
            assertThat(shown.remove("Authorization")).isEqualTo("****er t");
            shown.forEach(
                    (name, value) -> assertThat(request.values(name)).as(name).containsExactly(value));
            assertThat(shown).containsKeys("x-custom", "X-hookstream-Event-Id");
        }
    }

    @Test
    void doesNotLetHeadersChangeTheFramingOrWhatHookstreamAdds() throws Exception {
        try (StubServer server = StubServer.answering(OK)) {
            AttemptResult result = send(outbound(server.url("/"))
                    .headers(Map.of(
                            "host", "evil.example",
                            "CONTENT-LENGTH", "1",
                            "transfer-encoding", "chunked",
                            "Connection", "close",
                            "content-type", "text/custom",
                            "x-hookstream-event-id", "evt_forged",
                            "X-HOOKSTREAM-TIMESTAMP", "0",
                            "X-hookstream-Other", "0",
                            "user-agent", "mine"))
                    .build());
            assertThat(result.success()).isTrue();
            StubServer.Request request = server.requests.getFirst();
            assertThat(request.values("Host")).containsExactly("127.0.0.1:" + server.port());
            assertThat(request.values("Content-Length")).containsExactly("5");
            assertThat(request.values("Transfer-Encoding")).isEmpty();
            assertThat(request.values("Connection")).isEmpty();
            assertThat(request.values("Content-Type")).containsExactly("text/custom");
            assertThat(request.values("User-Agent")).containsExactly("mine");
            assertThat(request.values("X-hookstream-Event-Id")).containsExactly("evt_1");
            assertThat(request.values("X-hookstream-Timestamp")).hasSize(1).doesNotContain("0");
            assertThat(request.values("X-hookstream-Other")).isEmpty();
        }
    }

    @Test
    void reportsARequestThatCannotBeMade() {
        AttemptResult method =
                send(outbound("http://127.0.0.1/").method("NOT VALID").build());
        assertThat(method.errorType()).isEqualTo("provider_error");
        AttemptResult relative = send(new OutboundBuilder(URI.create("/x")).build());
        assertThat(relative.errorType()).isEqualTo("blocked_address");
    }

    @Test
    void reportsAHeaderThatCannotBeSent() throws Exception {
        try (StubServer server = StubServer.answering(OK)) {
            AttemptResult result = send(outbound(server.url("/"))
                    .headers(Map.of("X-A", "a\r\nHost: b"))
                    .build());
            assertThat(result.errorType()).isEqualTo("provider_error");
            assertThat(server.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, 0", "PUT, 0", "PATCH, 0", "DELETE, 0", "GET, ", "HEAD, "})
    void sendsAnEmptyBody(String method, String contentLength) throws Exception {
        try (StubServer server = StubServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
            AttemptResult result = send(outbound(server.url("/"))
                    .method(method)
                    .body(Body.of(new byte[0]))
                    .build());
            assertThat(result.success()).isTrue();
            assertThat(result.responseBody()).isEmpty();
            StubServer.Request request = server.requests.getFirst();
            assertThat(request.firstLine()).startsWith(method + " ");
            assertThat(request.values("Content-Length"))
                    .isEqualTo(contentLength == null ? List.of() : List.of(contentLength));
            assertThat(request.values("Transfer-Encoding")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET", "DELETE", "PATCH"})
    void sendsABodyWithAnyMethod(String method) throws Exception {
        try (StubServer server = StubServer.answering(OK)) {
            assertThat(send(outbound(server.url("/")).method(method).build()).success())
                    .isTrue();
            assertThat(server.requests.getFirst().body()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void streamsABodyOfThreeMegabytes() throws Exception {
        byte[] chunk = new byte[10_000];
        new Random(2).nextBytes(chunk);
        try (StubServer server = StubServer.answering(OK)) {
            AttemptResult result = send(outbound(server.url("/"))
                    .body(streaming(3_000_000, Flux.range(0, 300).map(i -> chunk.clone())))
                    .build());
            assertThat(result.errorMessage()).isNull();
            byte[] received = server.requests.getFirst().body();
            assertThat(received).hasSize(3_000_000);
            for (int i = 0; i < 300; i++) {
                assertThat(Arrays.compare(received, i * 10_000, (i + 1) * 10_000, chunk, 0, 10_000))
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"99", "101"})
    void failsAStreamOfAnotherLengthThanAnnounced(int announced) throws Exception {
        try (StubServer server = StubServer.answering(OK)) {
            AttemptResult result = send(outbound(server.url("/"))
                    .body(streaming(announced, Flux.just(new byte[50], new byte[50])))
                    .build());
            assertThat(result.success()).isFalse();
            assertThat(result.errorType()).isEqualTo("provider_error");
            assertThat(result.errorMessage()).contains("announced");
        }
    }

    @Test
    void blamesABodyThatCannotBeReadOnNobodyElse() throws Exception {
        try (StubServer server = StubServer.answering(OK)) {
            Flux<byte[]> breaking = Flux.just(new byte[50]).concatWith(Mono.error(new IOException("disk gone")));
            AttemptResult result = send(
                    outbound(server.url("/")).body(streaming(100, breaking)).build());
            assertThat(result.errorType()).isEqualTo("provider_error");
            assertThat(result.errorMessage()).contains("disk gone");
        }
    }

    private static AttemptResult send(Outbound outbound) {
        AttemptResult result = SENDER.send(outbound).block(Duration.ofSeconds(30));
        assertThat(result).isNotNull();
        return result;
    }

    private static Body streaming(long length, Publisher<byte[]> content) {
        return new Body() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public Publisher<byte[]> content() {
                return content;
            }
        };
    }

    private static OutboundBuilder outbound(String url) {
        return new OutboundBuilder(LOCAL.parse(url));
    }
}
