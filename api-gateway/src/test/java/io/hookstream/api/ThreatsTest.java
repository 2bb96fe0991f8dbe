package io.hookstream.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hookstream.messages.Revision;
import io.hookstream.messages.destination.DestinationCommand.CreateDestination;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What senders on purpose get wrong, byte for byte. */
class ThreatsTest {

    private static final String INGEST = "/v1/ingest/src_1";
    private static final String SOURCES = "/v1/sources";

    @SuppressWarnings("NullAway.Init")
    private static Gateway impatient;

    private final Gateway gateway = Gateway.fresh();

    @BeforeAll
    static void start() {
        impatient = Gateway.of("hookstream.gateway.receive-within=1s");
    }

    @BeforeEach
    void aSource() {
        for (Gateway each : new Gateway[] {gateway, impatient}) {
            each.bus.query(
                    FindSource.class,
                    SourceView.class,
                    query -> new SourceView(
                            query.id(),
                            Gateway.TENANT,
                            new SourceSettings("Stripe", "stripe", true),
                            new Revision(0, false, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
                            0));
        }
        gateway.bus.command(IngestEvent.class, IngestEvent::eventId);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                INGEST + " | Content-Length: 4 | Transfer-Encoding: chunked",
                INGEST + " | Transfer-Encoding: chunked | Content-Length: 4",
                INGEST + " | Content-Length: 4 | Content-Length: 5",
                SOURCES + " | Content-Length: 4 | Transfer-Encoding: chunked",
                SOURCES + " | Content-Length: 4 | Content-Length: 5",
            })
    void aRequestThatEndsInTwoPlacesIsRefusedAndItsConnectionClosed(String path, String one, String other)
            throws IOException {
        String smuggled = "GET /v1/sources HTTP/1.1\r\nHost: here\r\nX-API-Key: all\r\n\r\n";
        String answers = exchange(gateway, head(path, one + "\r\n" + other) + "0\r\n\r\n" + smuggled, out -> {});

        assertThat(answers).startsWith("HTTP/1.1 400").containsOnlyOnce("HTTP/1.1");
        assertThat(gateway.bus.received(IngestEvent.class)).isEmpty();
        assertThat(gateway.bus.received(CreateSource.class)).isEmpty();
    }

    @Test
    void oneByteMoreThanTheLimitIsTooLarge() {
        gateway.anonymous()
                .post()
                .uri(INGEST)
                .bodyValue(new byte[Gateway.MAX_PAYLOAD + 1])
                .exchange()
                .expectStatus()
                .isEqualTo(413);
        gateway.anonymous()
                .post()
                .uri(INGEST)
                .bodyValue(new byte[Gateway.MAX_PAYLOAD])
                .exchange()
                .expectStatus()
                .isOk();
    }

    @Test
    void aSendersRequestIdIsNotOurs() {
        gateway.anonymous()
                .post()
                .uri(INGEST)
                .header("X-Request-Id", "req_" + "0".repeat(32))
                .exchange()
                .expectHeader()
                .valueMatches("X-Request-Id", "req_(?!0{32})[0-9a-f]{32}");
    }

    /** One after the other, a little faster than the server loses patience. */
    @ParameterizedTest
    @ValueSource(strings = {INGEST, SOURCES})
    void aBodyThatComesByteByByteIsNotWaitedFor(String path) throws IOException {
        long began = System.nanoTime();
        Logger logger = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        String answer;
        try {
            answer = exchange(impatient, head(path, "Content-Length: 100"), out -> drip(out));
        } finally {
            logger.detachAppender(logged);
        }

        // Or whoever is slow on purpose would fill the log.
        assertThat(logged.list).isEmpty();
        assertThat(answer).startsWith("HTTP/1.1 408").contains("The request took too long to arrive");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource({"X, a\\r\\nHost: b", "Host, b", "Content-Length, 4", "Transfer-Encoding, chunked"})
    void aDestinationsHeadersCannotChangeHowItsRequestsAreFramed(String name, String value) {
        gateway.client()
                .post()
                .uri("/v1/destinations")
                .bodyValue("""
                        {"name": "d", "type": "http", "url": "https://example.com", "headers": {"%s": "%s"}}""".formatted(name, value))
                .exchange()
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(error -> assertThat((String) error).contains("headers." + name));
        assertThat(gateway.bus.received(CreateDestination.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br"})
    void aWebhookIsNeverUnpacked(String encoding) throws IOException {
        byte[] body = encoding.equals("gzip") ? bomb() : new byte[] {0x0b, 0x02, (byte) 0x80, 1, 2, 3};

        gateway.anonymous()
                .post()
                .uri(INGEST)
                .header("Content-Encoding", encoding)
                .bodyValue(body)
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(kept()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deep", "long number"})
    void jsonThatCostsTooMuchIsRefusedInSettingsAndOpaqueInAWebhook(String bomb) {
        String json = "{\"name\": "
                + switch (bomb) {
                    case "deep" -> "[".repeat(1_001) + "]".repeat(1_001);
                    default -> "9".repeat(1_001);
                }
                + "}";

        gateway.client()
                .post()
                .uri(SOURCES)
                .bodyValue(json)
                .exchange()
                .expectStatus()
                .isBadRequest();
        gateway.client()
                .patch()
                .uri(SOURCES + "/src_1")
                .bodyValue(json.replace("name", "dedup_window_seconds"))
                .exchange()
                .expectStatus()
                .isBadRequest();
        gateway.anonymous()
                .post()
                .uri(INGEST)
                .bodyValue(json)
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(kept()).isEqualTo(json.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] kept() {
        IngestEvent event = gateway.bus.only(IngestEvent.class);
        byte[] inline = event.payload().inline();
        return inline == null ? gateway.payloads.stored.get(event.eventId()) : inline;
    }

    /** 10 MB that become 10 KB. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[10 * 1024 * 1024]);
        }
        return packed.toByteArray();
    }

    private static String head(String path, String lines) {
        return "POST " + path
                + " HTTP/1.1\r\nHost: here\r\nX-API-Key: all\r\nContent-Type: application/json\r\n" + lines
                + "\r\n\r\n";
    }

    @FunctionalInterface
    private interface Rest {
        void write(OutputStream out) throws IOException;
    }

    private static void drip(OutputStream out) {
        CompletableFuture.runAsync(
                () -> {
                    try {
                        out.write('[');
                        drip(out);
                    } catch (IOException e) {
                        // It has been closed.
                    }
                },
                CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
    }

    /** All that comes back until the server closes the connection. */
    private static String exchange(Gateway gateway, String request, Rest rest) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            rest.write(socket.getOutputStream());
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                answer.write(next);
            }
        } catch (SocketException e) {
            // It was closed while more was on its way.
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
