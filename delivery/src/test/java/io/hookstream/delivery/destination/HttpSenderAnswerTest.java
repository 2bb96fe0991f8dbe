package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

/** What the sender makes of answers, and of their absence. */
class HttpSenderAnswerTest {

    private static final Instant NOW = Instant.parse("2026-05-06T07:08:09Z");
    private static final EgressGuard LOCAL = new EgressGuard(List.of(), true);
    private static final OwnHttpSender SENDER = new OwnHttpSender(LOCAL, Clock.fixed(NOW, ZoneOffset.UTC));
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @AfterAll
    static void close() {
        SENDER.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, http_4xx", "404, http_4xx", "410, gone", "429, http_4xx", "499, http_4xx",
        "500, http_5xx", "503, http_5xx", "599, http_5xx", "300, http_3xx", "304, http_3xx"
    })
    void namesTheClassOfAFailingStatus(int status, String errorType) throws Exception {
        String body = status == 304 ? "\r\n\r\n" : "\r\nContent-Length: 4\r\n\r\nnope";
        try (StubServer server = StubServer.answering("HTTP/1.1 " + status + " X" + body)) {
            AttemptResult result = send(outbound(server.url("/")).build());
            assertThat(result.success()).isFalse();
            assertThat(result.statusCode()).isEqualTo(status);
            assertThat(result.errorType()).isEqualTo(errorType);
            assertThat(result.errorMessage()).contains(Integer.toString(status));
            assertThat(result.responseBody()).isEqualTo(status == 304 ? "" : "nope");
        }
    }

    @Test
    void doesNotFollowARedirect() throws Exception {
        try (StubServer target = StubServer.answering(OK);
                StubServer server = StubServer.answering("HTTP/1.1 307 Temporary Redirect\r\nLocation: "
                        + target.url("/elsewhere") + "\r\nContent-Length: 0\r\n\r\n")) {
            AttemptResult result = send(outbound(server.url("/")).build());
            assertThat(result.statusCode()).isEqualTo(307);
            assertThat(result.errorType()).isEqualTo("http_3xx");
            assertThat(target.connections).isEmpty();
        }
    }

    @Test
    void reportsARefusedConnection() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        AttemptResult result = send(outbound("http://127.0.0.1:" + unused + "/").build());
        assertThat(result.errorType()).isEqualTo("connection_refused");
        assertThat(result.statusCode()).isNull();
        assertThat(result.responseBody()).isNull();
    }

    @Test
    void givesUpOnAServerThatHangs() throws Exception {
        try (StubServer server = new StubServer((socket, self) -> {
            self.read(socket);
            self.awaitClose();
        })) {
            AttemptResult result = send(
                    outbound(server.url("/")).timeout(Duration.ofMillis(300)).build());
            assertThat(result.errorType()).isEqualTo("timeout");
            assertThat(result.errorMessage()).isEqualTo("no complete answer within 300 ms");
            assertThat(result.latencyMillis()).isBetween(290L, 5_000L);
            assertThat(result.requestHeaders()).containsKey("X-hookstream-Event-Id");
            awaitEnd(server);
        }
    }

    @Test
    void givesUpOnAServerThatDripsItsAnswer() throws Exception {
        try (StubServer server = new StubServer((socket, self) -> {
            self.read(socket);
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 1000; i++) {
                socket.getOutputStream().write('x');
                Thread.sleep(20);
            }
        })) {
            AttemptResult result = send(
                    outbound(server.url("/")).timeout(Duration.ofSeconds(2)).build());
            assertThat(result.success()).isFalse();
            assertThat(result.errorType()).isEqualTo("timeout");
            assertThat(result.statusCode()).isEqualTo(200);
            assertThat(result.responseBody()).startsWith("x");
            assertThat(result.latencyMillis()).isBetween(1_990L, 10_000L);
            awaitEnd(server);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'SSH-2.0-OpenSSH_9.0\r\n\r\n'",
        "'HTTP/1.1 abc OK\r\n\r\n'",
        "''",
        "'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort'"
    })
    void reportsAnAnswerThatIsNoHttp(String answer) throws Exception {
        try (StubServer server = new StubServer((socket, self) -> {
            self.read(socket);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        })) {
            AttemptResult result = send(outbound(server.url("/")).build());
            assertThat(result.success()).isFalse();
            assertThat(result.errorType()).isEqualTo("connection_error");
            assertThat(result.errorMessage()).isNotBlank();
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void boundsTheAnswersHeaders() throws Exception {
        try (StubServer server =
                StubServer.answering("HTTP/1.1 200 OK\r\nX-Big: " + "x".repeat(100_000) + "\r\n\r\n")) {
            assertThat(send(outbound(server.url("/")).build()).errorType()).isEqualTo("connection_error");
        }
    }

    @Test
    void keepsTheStartOfABigAnswer() throws Exception {
        String body = "é".repeat(100_000);
        try (StubServer server = StubServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + body)) {
            AttemptResult result = send(outbound(server.url("/")).build());
            assertThat(result.success()).isTrue();
            assertThat(result.responseTruncated()).isTrue();
            assertThat(result.responseBody()).isEqualTo("é".repeat(Answer.KEPT_BYTES / 2));
        }
    }

    @Test
    void stopsReadingAnEndlessAnswer() throws Exception {
        try (StubServer server = new StubServer((socket, self) -> {
            self.read(socket);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] more = new byte[64 * 1024];
            while (!socket.isClosed()) {
                socket.getOutputStream().write(more);
            }
        })) {
            AttemptResult result = send(outbound(server.url("/")).build());
            assertThat(result.success()).isTrue();
            assertThat(result.responseTruncated()).isTrue();
            awaitEnd(server);
        }
    }

    @Test
    void doesNotDecompressAnAnswer() throws Exception {
        try (StubServer server =
                StubServer.answering("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope")) {
            AttemptResult result = send(outbound(server.url("/")).build());
            assertThat(result.responseBody()).isEqualTo("nope");
            assertThat(server.requests.getFirst().values("Accept-Encoding")).isEmpty();
        }
    }

    @Test
    void reusesConnections() throws Exception {
        try (StubServer server = StubServer.answering(OK)) {
            for (int i = 0; i < 20; i++) {
                assertThat(send(outbound(server.url("/" + i)).build()).success())
                        .isTrue();
            }
            // A connection returns to the pool a moment after its attempt has ended.
            assertThat(server.connections).hasSizeLessThan(10);
            assertThat(server.requests).hasSize(20);
        }
    }

    @Test
    void doesNotRepeatARequestThatMayHaveArrived() throws Exception {
        try (StubServer server = new StubServer((socket, self) -> {
            while (self.read(socket) && !self.requests.getLast().firstLine().contains("/breaks")) {
                socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
            }
            socket.setSoLinger(true, 0); // so that closing resets the connection
        })) {
            for (int i = 0; i < 10; i++) {
                assertThat(send(outbound(server.url("/works")).build()).success())
                        .isTrue();
                assertThat(send(outbound(server.url("/breaks")).build()).errorType())
                        .isEqualTo("connection_error");
            }
            assertThat(server.requests).hasSize(20);
        }
    }

    @Test
    void goesOnWhenADestinationClosesItsIdleConnections() throws Exception {
        try (StubServer server = new StubServer((socket, self) -> {
            self.read(socket);
            socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            self.read(socket); // until the sender has seen that, and closes its side
        })) {
            for (int i = 0; i < 10; i++) {
                assertThat(send(outbound(server.url("/")).build()).success()).isTrue();
                int count = i + 1;
                await().untilAsserted(() ->
                        assertThat(server.connections).hasSize(count).allMatch(Socket::isClosed));
                awaitEnd(server);
            }
        }
    }

    @Test
    void sendsManyAtOnceOverConnectionsThatItKeeps() throws Exception {
        try (StubServer server = StubServer.answering(OK)) {
            List<AttemptResult> results = Flux.range(0, 1000)
                    .flatMap(i -> SENDER.send(outbound(server.url("/" + i)).build()), 500)
                    .collectList()
                    .block(Duration.ofSeconds(30));
            assertThat(results).hasSize(1000).allMatch(AttemptResult::success);
            assertThat(server.connections).hasSizeLessThanOrEqualTo(500);
        }
    }

    private static void awaitEnd(StubServer server) {
        await().untilAsserted(() -> assertThat(server.connections).first().matches(HttpSenderAnswerTest::isAtItsEnd));
    }

    private static boolean isAtItsEnd(Socket socket) {
        try {
            return socket.isClosed() || socket.getInputStream().read() < 0;
        } catch (IOException e) {
            return true; // it was reset, or closed meanwhile
        }
    }

    private static AttemptResult send(Outbound outbound) {
        AttemptResult result = SENDER.send(outbound).block(Duration.ofSeconds(30));
        assertThat(result).isNotNull();
        return result;
    }

    private static OutboundBuilder outbound(String url) {
        return new OutboundBuilder(LOCAL.parse(url));
    }
}
