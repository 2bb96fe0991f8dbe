package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.destination.ClientCertificate;
import io.hookstream.messages.destination.ClientKey;
import io.hookstream.messages.destination.HttpConfig;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpProtocol;

/** HTTP/2 with Reactor Netty's server, which says by what it was asked. */
class HttpSenderHttp2Test {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static Certificates certificates;

    private GuardedHttp http;
    private HttpSender sender;
    private Http2Server server;

    @BeforeAll
    static void generate() throws Exception {
        certificates = new Certificates(directory)
                .issue("server", "-ext", "san=ip:127.0.0.1")
                .issue("one");
    }

    @BeforeEach
    void start() throws Exception {
        server = new Http2Server(certificates.server("server"), ClientAuth.NONE, HttpProtocol.H2, HttpProtocol.HTTP11);
        open(true);
    }

    private void open(boolean loopback) throws Exception {
        SslContextBuilder tls = SslContextBuilder.forClient()
                .trustManager(
                        new ByteArrayInputStream(certificates.certificate("ca").getBytes(StandardCharsets.US_ASCII)));
        http = new GuardedHttp(new EgressGuard(List.of(), loopback), DefaultAddressResolverGroup.INSTANCE, tls);
        sender = new HttpSender(http, OutboundBuilder.PLAIN, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        sender.close();
        http.close();
        server.close();
    }

    @AfterAll
    static void forget() {
        certificates = null;
    }

    private Mono<AttemptResult> attempt(String url, Duration timeout, Body body) {
        return sender.send(new OutboundBuilder(new HttpConfig(url, "POST", null, null))
                .timeout(timeout)
                .body(body)
                .build());
    }

    private AttemptResult send(String url) {
        return attempt(url, Duration.ofSeconds(10), Body.of(new byte[] {'h', 'i'}))
                .block(LIMIT);
    }

    private void works() {
        AttemptResult result = send(server.url("/ok"));
        assertThat(result.errorMessage()).isNull();
        assertThat(result.responseBody()).startsWith("HTTP/2");
    }

    @Test
    void isSpokenWhereItIsOfferedOverOneConnection() {
        for (int i = 0; i < 10; i++) {
            works();
        }
        assertThat(server.connections).hasSize(1);
        AttemptResult result = send(server.url("/ok"));
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseBody()).endsWith(" " + server.url("").substring("https://".length()));
        assertThat(result.requestHeaders()).containsEntry("X-hookstream-Event-Id", "evt_1");
        assertThat(String.join(" ", result.requestHeaders().keySet()) + result.responseHeaders())
                .doesNotContainIgnoringCase("x-http2");
    }

    @Test
    void isNotSpokenWhereItIsNot() {
        try (Http2Server old = new Http2Server(server(), ClientAuth.NONE, HttpProtocol.HTTP11)) {
            for (int i = 0; i < 10; i++) {
                assertThat(send(old.url("/ok")).responseBody()).startsWith("HTTP/1.1");
            }
            // An answer may be there a moment before its connection is free again.
            assertThat(old.connections.size()).isLessThanOrEqualTo(2);
            assertThat(send(old.url("/drop")).errorType()).isEqualTo(ErrorType.CONNECTION_ERROR);
            assertThat(attempt(old.url("/hang"), Duration.ofMillis(300), Body.of(new byte[1]))
                            .block(LIMIT)
                            .errorType())
                    .isEqualTo(ErrorType.TIMEOUT);
            assertThat(send(old.url("/ok")).success()).isTrue();
        }
    }

    private static javax.net.ssl.SSLContext server() {
        try {
            return certificates.server("server");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void noMoreStreamsAreOpenThanTheServerTakes() {
        List<AttemptResult> results = Flux.range(0, 200)
                .flatMap(i -> attempt(server.url("/ok"), Duration.ofSeconds(20), Body.of(new byte[1000])), 64)
                .collectList()
                .block(LIMIT);
        assertThat(results).allMatch(AttemptResult::success);
        assertThat(server.requests).hasValue(200);
        assertThat(server.most.get()).isLessThanOrEqualTo(64);
        assertThat(server.connections.size()).isBetween(64 / Http2Server.STREAMS, 64);
    }

    @Test
    void largeBodiesArriveWhole() {
        byte[] large = new byte[5_000_000];
        Flux<byte[]> pieces = Flux.range(0, 50).map(i -> new byte[100_000]);
        Body streamed = new Body() {
            @Override
            public long length() {
                return large.length;
            }

            @Override
            public org.reactivestreams.Publisher<byte[]> content() {
                return pieces;
            }
        };
        for (Body body : List.of(Body.of(large), streamed)) {
            AttemptResult result =
                    attempt(server.url("/ok"), Duration.ofSeconds(20), body).block(LIMIT);
            assertThat(RequestHeaders.find(result.responseHeaders(), "X-Bytes")).isEqualTo("5000000");
        }
    }

    @Test
    void aConnectionThatIsDroppedIsAFailureAndTheNextAttemptHasAnother() {
        works();
        assertThat(send(server.url("/drop")).errorType()).isEqualTo(ErrorType.CONNECTION_ERROR);
        works();
        assertThat(server.requests).hasValue(3);
    }

    @Test
    void aServerThatGoesAwayAnswersFirstAndIsConnectedToAgain() {
        works();
        assertThat(send(server.url("/goaway")).responseBody()).isEqualTo("gone soon");
        for (int i = 0; i < 5; i++) {
            works();
        }
        assertThat(server.connections.size()).isEqualTo(2);
    }

    @Test
    void aStreamThatIsResetIsAFailure() {
        assertThat(send(server.url("/reset")).errorType()).isEqualTo(ErrorType.CONNECTION_ERROR);
        works();
        assertThat(server.connections).hasSize(1);
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd() {
        AttemptResult result = send(server.url("/endless"));
        assertThat(result.success()).isTrue();
        assertThat(result.responseTruncated()).isTrue();
        works();
    }

    @Test
    void attemptsThatTimeOutOrAreCancelledTakeNothingWithThem() {
        for (int round = 0; round < 5; round++) {
            List<Disposable> cancelled = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 20; i++) {
                cancelled.add(attempt(server.url("/hang"), LIMIT, Body.of(new byte[100]))
                        .subscribe());
            }
            List<String> types = Flux.range(0, 40)
                    .flatMap(i -> attempt(server.url("/hang"), Duration.ofMillis(200 + i), Body.of(new byte[100])), 40)
                    .map(result -> String.valueOf(result.errorType()))
                    .collectList()
                    .block(LIMIT);
            assertThat(types).containsOnly(ErrorType.TIMEOUT);
            cancelled.forEach(Disposable::dispose);
        }
        // All connect anew at once, and so many handshakes take seconds where something else uses the processors.
        List<AttemptResult> results = Flux.range(0, 200)
                .flatMap(i -> attempt(server.url("/ok"), Duration.ofSeconds(30), Body.of(new byte[100])), 64)
                .collectList()
                .block(LIMIT);
        assertThat(results).allMatch(AttemptResult::success);
    }

    @Test
    void aServerThatFallsSilentLosesItsConnection() throws Exception {
        try (Relay relay = new Relay(server.url(""))) {
            String url = relay.url("/ok");
            assertThat(send(url).responseBody()).startsWith("HTTP/2");
            relay.silent = true;
            await().atMost(LIMIT).untilAsserted(() -> {
                assertThat(attempt(url, Duration.ofMillis(500), Body.of(new byte[1]))
                                .block(LIMIT)
                                .errorType())
                        .isIn(ErrorType.TIMEOUT, ErrorType.CONNECTION_ERROR);
                assertThat(relay.connections.get()).isGreaterThan(1);
            });
            relay.silent = false;
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(send(url).responseBody()).startsWith("HTTP/2"));
        }
    }

    @Test
    void oneThatIsMerelySlowKeepsIt() {
        works();
        List<AttemptResult> results = Flux.just(Duration.ofMillis(300), Duration.ofSeconds(6))
                .flatMap(timeout -> attempt(server.url("/hang"), timeout, Body.of(new byte[1])))
                .collectList()
                .block(LIMIT);
        assertThat(results).extracting(AttemptResult::errorType).containsOnly(ErrorType.TIMEOUT);
        works();
        assertThat(server.connections).isNotEmpty().allMatch(Channel::isActive);
    }

    @Test
    void privateAddressesAreNotReached() throws Exception {
        stop();
        server = new Http2Server(certificates.server("server"), ClientAuth.NONE, HttpProtocol.H2, HttpProtocol.HTTP11);
        open(false);
        assertThat(send(server.url("/ok")).errorType()).isEqualTo(ErrorType.BLOCKED_ADDRESS);
        assertThat(server.requests).hasValue(0);
    }

    @Test
    void aCertificateIsShownToo() throws Exception {
        try (Http2Server strict = new Http2Server(
                certificates.server("server"), ClientAuth.REQUIRE, HttpProtocol.H2, HttpProtocol.HTTP11)) {
            ClientCertificate auth = new ClientCertificate(
                    certificates.certificate("one"),
                    ClientKey.encrypted(certificates.key("one"), OutboundBuilder.PLAIN),
                    certificates.certificate("ca"));
            HttpConfig config = new HttpConfig(strict.url("/ok"), "POST", null, null, auth, null);
            AttemptResult result =
                    sender.send(new OutboundBuilder(config).build()).block(LIMIT);
            assertThat(result.errorMessage()).isNull();
            assertThat(result.responseBody()).startsWith("HTTP/2");

            assertThat(send(strict.url("/ok")).success()).isFalse();
            assertThat(strict.requests).hasValue(1);
        }
    }
}
