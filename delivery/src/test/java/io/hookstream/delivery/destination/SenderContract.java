package io.hookstream.delivery.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.destination.DestinationConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What holds for senders of every type. What was sent is read by another program than ours. */
public abstract class SenderContract {

    private static final String CREDENTIAL = "canary-credential";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** May reach this machine. */
    protected abstract Sender sender();

    /** May reach public addresses only. */
    protected abstract Sender guarded();

    /** A destination that works. Its secrets, if the type has any, contain {@value #CREDENTIAL} wherever that can be. */
    protected abstract DestinationConfig working();

    /** One that says no for another reason than its credentials, such as a queue that does not exist. */
    protected abstract DestinationConfig refusing();

    /** One whose credentials are wrong; null if the type has none. */
    protected abstract @Nullable DestinationConfig unauthorized();

    /**
     * What {@link #working} is, elsewhere; null if the type has no address.
     *
     * @param address host:port
     */
    protected abstract @Nullable DestinationConfig at(String address, boolean tls);

    /** What {@link #working} has taken, the oldest first. */
    protected abstract List<String> received();

    /** More than the provider takes, in bytes; 0 if it has no limit that can be tested. */
    protected abstract int tooLarge();

    /** Whether answers have a status and headers, and connections are an attempt's own while it lasts. */
    protected boolean overHttp() {
        return true;
    }

    private DestinationConfig addressed(String address, boolean tls) {
        DestinationConfig config = at(address, tls);
        Assumptions.assumeTrue(config != null, "the type has no address");
        return config;
    }

    private DestinationConfig addressed(ServerSocket server, boolean tls) {
        return addressed("127.0.0.1:" + server.getLocalPort(), tls);
    }

    /** Takes connections and says nothing. */
    private static ServerSocket silent() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    /** Has a certificate that nobody vouches for. Made once, for it takes a second. */
    private static final class Untrusted {

        private static final ServerSocket SERVER = start();

        private static ServerSocket start() {
            try {
                Path directory = Files.createTempDirectory(Path.of("target"), "untrusted");
                ServerSocket server = new Certificates(directory)
                        .issue("server", "-ext", "san=ip:127.0.0.1")
                        .server("server")
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                Thread.ofVirtual().start(() -> serve(server));
                return server;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static void serve(ServerSocket server) {
            while (true) {
                try (Socket socket = server.accept()) {
                    ((SSLSocket) socket).startHandshake();
                } catch (IOException e) {
                    // as it should be
                }
            }
        }
    }

    private AttemptResult sent(Sender sender, OutboundBuilder outbound) {
        AttemptResult result = sender.send(outbound.build()).block(LIMIT);
        assertThat(result).isNotNull();
        assertThat(result.latencyMillis()).isBetween(0L, LIMIT.toMillis());
        assertThat(result.attemptedAt()).isNotNull();
        assertThat(result.toString()).doesNotContain(CREDENTIAL);
        assertThat(String.valueOf(result.responseBody()).getBytes(StandardCharsets.UTF_8).length)
                .isLessThanOrEqualTo(Answer.KEPT_BYTES);
        if (result.success()) {
            assertThat(result.errorType()).isNull();
            assertThat(result.errorMessage()).isNull();
        } else {
            assertThat(result.errorMessage()).isNotBlank();
        }
        if (!overHttp()) {
            assertThat(result.statusCode()).isNull();
        }
        return result;
    }

    private static OutboundBuilder json(DestinationConfig config, String json) {
        return new OutboundBuilder(config)
                // A version of its own for each configuration, since senders keep what they make of one.
                .version(Integer.toUnsignedLong(config.hashCode()))
                .contentType("application/json")
                .body(Body.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anotherProgramReadsWhatWasSent() {
        String body = "{\"type\":\"order.created\",\"name\":\"Zoë\"}";

        AttemptResult result = sent(sender(), json(working(), body));

        assertThat(result.errorMessage()).isNull();
        assertThat(result.success()).isTrue();
        if (overHttp()) {
            assertThat(result.statusCode()).isBetween(200, 299);
            assertThat(result.responseHeaders()).isNotEmpty();
        }
        await().atMost(LIMIT).untilAsserted(() -> assertThat(received()).containsOnlyOnce(body));
    }

    @Test
    void aRefusalIsAFailureThatSaysWhy() {
        assertThat(sent(sender(), json(refusing(), "{}")).errorType())
                .isIn(ErrorType.HTTP_4XX, ErrorType.PROVIDER_ERROR);
    }

    @Test
    void wrongCredentialsAreARefusal() {
        DestinationConfig config = unauthorized();
        Assumptions.assumeTrue(config != null, "the type has no credentials");
        assertThat(sent(sender(), json(config, "{}")).errorType()).isIn(ErrorType.HTTP_4XX, ErrorType.PROVIDER_ERROR);
    }

    @Test
    void aPortThatNobodyListensToRefuses() throws IOException {
        DestinationConfig config;
        try (ServerSocket closed = silent()) {
            config = addressed(closed, false);
        }
        assertThat(sent(sender(), json(config, "{}")).errorType())
                .isIn(ErrorType.CONNECTION_REFUSED, ErrorType.CONNECTION_ERROR);
    }

    @Test
    void silenceEndsWithTheTimeout() throws IOException {
        try (ServerSocket silent = silent()) {
            AttemptResult result =
                    sent(sender(), json(addressed(silent, false), "{}").timeout(Duration.ofMillis(700)));
            assertThat(result.errorType()).isEqualTo(ErrorType.TIMEOUT);
            assertThat(result.latencyMillis()).isBetween(600L, 10_000L);
        }
    }

    @Test
    void aNameWithoutAnAddressIsADnsError() {
        DestinationConfig config = addressed("nowhere.invalid:4711", false);
        assertThat(sent(sender(), json(config, "{}")).errorType()).isEqualTo(ErrorType.DNS_ERROR);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsATlsError() {
        DestinationConfig config = addressed(Untrusted.SERVER, true);
        assertThat(sent(sender(), json(config, "{}")).errorType()).isEqualTo(ErrorType.TLS_ERROR);
    }

    @Test
    void anAnswerIsShownWithItsBeginning() {
        Assumptions.assumeTrue(overHttp(), "answers have no status and headers");
        try (LocalServer server = new LocalServer(exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("X-Said", "much");
            LocalServer.answer(exchange, 503, "{\"long\":\"" + "x".repeat(2 * Answer.KEPT_BYTES) + "\"}");
        })) {
            AttemptResult result = sent(sender(), json(addressed("127.0.0.1:" + server.port(), false), "{}"));

            assertThat(result.errorType()).isEqualTo(ErrorType.HTTP_5XX);
            assertThat(result.statusCode()).isEqualTo(503);
            assertThat(result.responseHeaders()).containsValue("much");
            assertThat(result.responseBody()).startsWith("{\"long\":").hasSize(Answer.KEPT_BYTES);
            assertThat(result.responseTruncated()).isTrue();
        }
    }

    @Test
    void privateAddressesAreNotReached() {
        Assumptions.assumeTrue(at("127.0.0.1:1", false) != null, "the type has no address");
        List<String> before = received();

        AttemptResult result = sent(guarded(), json(working(), "{\"blocked\":true}"));

        assertThat(result.errorType()).isEqualTo(ErrorType.BLOCKED_ADDRESS);
        assertThat(received()).hasSameSizeAs(before);
    }

    @Test
    void whatIsTooLargeIsAFailure() {
        Assumptions.assumeTrue(tooLarge() > 0, "the provider has no limit here");
        String body = "{\"large\":\"" + "x".repeat(tooLarge()) + "\"}";
        AttemptResult result = sent(sender(), json(working(), body));
        assertThat(result.errorType()).isIn(ErrorType.HTTP_4XX, ErrorType.PROVIDER_ERROR);
        assertThat(received()).doesNotContain(body);
    }

    @Test
    void nothingIsSentBeforeSubscriptionAndEachOneIsAnAttempt() {
        String body = "{\"twice\":\"" + System.nanoTime() + "\"}";
        Mono<AttemptResult> attempt = sender().send(json(working(), body).build());
        assertThat(received()).doesNotContain(body);

        assertThat(attempt.block(LIMIT).success()).isTrue();
        assertThat(attempt.block(LIMIT).success()).isTrue();

        await().atMost(LIMIT).untilAsserted(() -> assertThat(received()).contains(body));
    }

    @Test
    void cancellingEndsAnAttempt() throws IOException {
        try (ServerSocket silent = silent()) {
            silent.setSoTimeout((int) LIMIT.toMillis());
            Disposable attempt =
                    sender().send(json(addressed(silent, false), "{}").build()).subscribe();
            try (Socket socket = silent.accept()) {
                socket.setSoTimeout((int) LIMIT.toMillis());
                assertThat(socket.getInputStream().read()).isNotNegative();

                attempt.dispose();

                if (overHttp()) {
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // to the connection's end
                }
            }
        }
        // Another version, since the configuration of one never changes.
        assertThat(sent(sender(), json(working(), "{}").version(2)).success()).isTrue();
    }

    @Test
    void aSketchSaysWhereWithoutCredentials() {
        Sender.Sketch sketch = sender().sketch(json(working(), "{}").build());
        assertThat(sketch.method()).isNotBlank();
        assertThat(sketch.address()).isNotBlank();
        assertThat(sketch.toString()).doesNotContain(CREDENTIAL);
    }
}
