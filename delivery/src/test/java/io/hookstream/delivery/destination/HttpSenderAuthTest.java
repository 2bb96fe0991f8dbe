package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.hookstream.messages.destination.ClientCredentials;
import io.hookstream.messages.destination.HttpConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** OAuth 2: a server that issues tokens and takes its own, until it has revoked them. */
class HttpSenderAuthTest {

    private static final Instant START = Instant.parse("2026-05-06T07:08:09Z");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Clock clock = new SetClock(now);
    private final GuardedHttp http = new GuardedHttp(new EgressGuard(List.of(), true));
    private final HttpSender sender = new HttpSender(http, OutboundBuilder.PLAIN, clock);

    /** What the token requests were: headers and body. */
    private final List<Headers> asked = new CopyOnWriteArrayList<>();

    private final List<String> forms = new CopyOnWriteArrayList<>();

    /** The Authorization headers that deliveries had. */
    private final List<String> shown = new CopyOnWriteArrayList<>();

    private final List<String> revoked = new CopyOnWriteArrayList<>();
    private volatile int tokenStatus = 200;
    private volatile String tokenAnswer = "";
    private HttpServer server;

    private static final class SetClock extends Clock {
        private final AtomicReference<Instant> now;

        SetClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return InstantSource.system().withZone(zone);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/token", exchange -> {
            forms.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(exchange.getRequestHeaders());
            String answer = tokenAnswer.isEmpty()
                    ? "{\"access_token\":\"canary-" + asked.size() + "\",\"token_type\":\"bearer\",\"expires_in\":3600}"
                    : tokenAnswer;
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(tokenStatus, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.createContext("/hooks", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            shown.add(authorization);
            exchange.sendResponseHeaders(revoked.contains(authorization) ? 401 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        sender.close();
        http.close();
        server.stop(0);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private HttpConfig config(String tokenUrl, String by) {
        return new HttpConfig(
                url("/hooks"),
                "POST",
                null,
                null,
                new ClientCredentials(
                        tokenUrl,
                        "my client",
                        OutboundBuilder.PLAIN.encrypt("canary:s&cret"),
                        "deliver all",
                        "https://billing.example",
                        by),
                null);
    }

    private Outbound outbound(long version) {
        return new OutboundBuilder(config(url("/token"), "basic"))
                .version(version)
                .build();
    }

    private AttemptResult send(Outbound outbound) {
        AttemptResult result = sender.send(outbound).block(LIMIT);
        assertThat(result).isNotNull();
        assertThat(result.toString()).doesNotContain("canary");
        return result;
    }

    @Test
    void aTokenIsFetchedWithTheCredentialsAndShownToTheDestination() {
        AttemptResult result = send(outbound(1));

        assertThat(result.errorMessage()).isNull();
        assertThat(result.requestHeaders()).containsEntry("Authorization", "****");
        assertThat(shown).containsExactly("Bearer canary-1");
        assertThat(forms)
                .containsExactly(
                        "grant_type=client_credentials&scope=deliver+all" + "&audience=https%3A%2F%2Fbilling.example");
        // Of "my+client:canary%3As%26cret", as RFC 6749 says in section 2.3.1.
        assertThat(asked.getFirst().getFirst("Authorization")).isEqualTo("Basic bXkrY2xpZW50OmNhbmFyeSUzQXMlMjZjcmV0");
    }

    @Test
    void theCredentialsCanBeInTheBody() {
        assertThat(send(new OutboundBuilder(config(url("/token"), "body")).build())
                        .success())
                .isTrue();

        assertThat(asked.getFirst().getFirst("Authorization")).isNull();
        assertThat(forms.getFirst()).contains("&client_id=my+client&client_secret=canary%3As%26cret&");
    }

    @Test
    void attemptsShareATokenUntilShortlyBeforeItExpires() {
        Flux.range(0, 50).flatMap(i -> sender.send(outbound(1)), 50).blockLast(LIMIT);
        assertThat(asked).hasSize(1);

        now.set(START.plusSeconds(3539));
        send(outbound(1));
        assertThat(asked).hasSize(1);

        now.set(START.plusSeconds(3540));
        send(outbound(1));
        assertThat(asked).hasSize(2);
        assertThat(shown.getLast()).isEqualTo("Bearer canary-2");
    }

    @Test
    void anotherVersionOfTheSettingsHasATokenOfItsOwn() {
        send(outbound(1));
        send(outbound(2));
        assertThat(shown).containsExactly("Bearer canary-1", "Bearer canary-2");
    }

    @Test
    void aTokenThatIsNotTakenIsDropped() {
        revoked.add("Bearer canary-1");

        AttemptResult refused = send(outbound(1));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.errorType()).isEqualTo(ErrorType.HTTP_4XX);
        assertThat(shown).hasSize(1);

        assertThat(send(outbound(1)).success()).isTrue();
        assertThat(shown).containsExactly("Bearer canary-1", "Bearer canary-2");
    }

    @Test
    void whatTheTokensServerSaysIsInTheResult() {
        tokenStatus = 400;
        tokenAnswer = "{\"error\":\"invalid_scope\",\"error_description\":\"canary\"}";
        AttemptResult result = send(outbound(1));
        assertThat(result.errorType()).isEqualTo(ErrorType.HTTP_4XX);
        assertThat(result.errorMessage()).contains("config.auth.token_url", "400 invalid_scope");
        assertThat(shown).isEmpty();

        tokenStatus = 410;
        assertThat(send(outbound(1)).errorType()).isEqualTo(ErrorType.HTTP_4XX);
        tokenStatus = 503;
        assertThat(send(outbound(1)).errorType()).isEqualTo(ErrorType.HTTP_5XX);
        tokenStatus = 200;
        for (String useless : List.of("[]", "canary", "{\"access_token\":7,\"expires_in\":{}}", "{}")) {
            tokenAnswer = useless;
            send(outbound(1));
        }
        tokenAnswer = "{\"access_token\":\"a\\r\\nb\"}";
        assertThat(send(outbound(1)).errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);
        tokenAnswer = "{\"access_token\":\"a\",\"token_type\":\"mac\"}";
        assertThat(send(outbound(1)).errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);

        tokenAnswer = "";
        assertThat(send(outbound(1)).success()).isTrue();
    }

    @Test
    void theTokensServerIsBehindTheGuardToo() {
        AttemptResult result = send(new OutboundBuilder(config("http://10.1.2.3/token", "basic")).build());
        assertThat(result.errorType()).isEqualTo(ErrorType.BLOCKED_ADDRESS);
        assertThat(result.errorMessage()).contains("config.auth.token_url", "10.1.2.3");
    }

    @Test
    void waitingForATokenEndsWithTheTimeout() throws Exception {
        try (StubServer silent = new StubServer((socket, self) -> self.awaitClose())) {
            Outbound outbound = new OutboundBuilder(config(silent.url("/token"), "basic"))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            AttemptResult result = send(outbound);
            assertThat(result.errorType()).isEqualTo(ErrorType.TIMEOUT);
            // Nobody waits any more, so that the request has ended too.
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(silent.connections)
                            .hasSize(1)
                            .allSatisfy(
                                    socket -> assertThat(socket.getInputStream().readAllBytes())
                                            .isNotEmpty()));
        }
    }

    @Test
    void aSketchFetchesNoToken() {
        assertThat(sender.sketch(outbound(1)).headers()).containsEntry("Authorization", "****");
        assertThat(asked).isEmpty();
    }
}
