package io.hookstream.delivery.destination.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.EgressGuard;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.OutboundBuilder;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.SenderContract;
import io.hookstream.messages.Json;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.KafkaConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Confluent's REST API, against a stub that accepts nothing but the documented request. */
class RestProduceTest extends SenderContract {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PATH = "/kafka/v3/clusters/lkc-1/topics/events/records";
    private static final String SECRET = "canary-credential";
    private static final String PREFIX = "{\"value\":{\"type\":\"JSON\",\"data\":";

    /** evt_1 and dst_1. */
    private static final String SUFFIX = "},\"headers\":[{\"name\":\"hookstream-event-id\",\"value\":\"ZXZ0XzE=\"},"
            + "{\"name\":\"hookstream-destination-id\",\"value\":\"ZHN0XzE=\"}]}";

    private static final String STORED = """
        {"error_code":200,"cluster_id":"lkc-1","topic_name":"events","partition_id":0,"offset":7,
         "timestamp":"2026-01-02T03:04:05Z","value":{"type":"JSON","size":2}}""";

    private static final List<String> bodies = new CopyOnWriteArrayList<>();
    private static volatile String answer = STORED;
    private static volatile int status = 200;

    private static HttpServer server;
    private static GuardedHttp http;
    private static GuardedHttp guardedHttp;
    private static KafkaSender sender;
    private static KafkaSender guarded;

    @BeforeAll
    static void start() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        server = HttpServer.create(new InetSocketAddress(loopback, 0), 50);
        server.createContext("/", RestProduceTest::answer);
        server.start();
        http = OutboundBuilder.http(new EgressGuard(List.of(), true));
        guardedHttp = OutboundBuilder.http(new EgressGuard(List.of(), false));
        sender = sender(http);
        guarded = sender(guardedHttp);
    }

    private static KafkaSender sender(GuardedHttp http) {
        return new KafkaSender(new EgressGuard(List.of(), true), http, OutboundBuilder.PLAIN, Clock.systemUTC());
    }

    @AfterAll
    static void stop() throws IOException {
        sender.close();
        guarded.close();
        http.close();
        guardedHttp.close();
        server.stop(0);
    }

    @BeforeEach
    void stores() {
        answer = STORED;
        status = 200;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String basic =
                "Basic " + Base64.getEncoder().encodeToString(("KEY:" + SECRET).getBytes(StandardCharsets.UTF_8));
        boolean known = exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().toString().equals(PATH);
        boolean json = "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!basic.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            reply(exchange, 401, "{\"error_code\":40101,\"message\":\"Unauthorized\"}");
        } else if (!known || !json) {
            reply(exchange, 404, "{\"error_code\":40403,\"message\":\"This server does not host this topic\"}");
        } else {
            if (answer.equals(STORED)) {
                bodies.add(body);
            }
            reply(exchange, status, answer);
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static KafkaConfig config(int port, String topic, String secret, String keyPath, String path) {
        return config(port == 0 ? null : "http://127.0.0.1:" + port + path, topic, secret, keyPath);
    }

    private static KafkaConfig config(String endpoint, String topic, String secret, String keyPath) {
        return new KafkaConfig(
                        "pkc-1.us-east-1.aws.confluent.cloud:9092",
                        "lkc-1",
                        topic,
                        "KEY",
                        OutboundBuilder.PLAIN.encrypt(secret),
                        keyPath,
                        endpoint,
                        null,
                        null,
                        20)
                .checked();
    }

    private static KafkaConfig config(int port) {
        return config(port, "events", SECRET, null, "");
    }

    private static int port() {
        return server.getAddress().getPort();
    }

    @Override
    protected Sender sender() {
        return sender;
    }

    @Override
    protected Sender guarded() {
        return guarded;
    }

    @Override
    protected DestinationConfig working() {
        return config(port());
    }

    @Override
    protected DestinationConfig refusing() {
        return config(port(), "nobody-made-this", SECRET, null, "");
    }

    @Override
    protected DestinationConfig unauthorized() {
        return config(port(), "events", "wrong", null, "");
    }

    @Override
    protected DestinationConfig at(String address, boolean tls) {
        return config((tls ? "https://" : "http://") + address, "events", SECRET, null);
    }

    @Override
    protected List<String> received() {
        return bodies.stream()
                .filter(body -> body.startsWith(PREFIX) && body.endsWith(SUFFIX))
                .map(body -> body.substring(PREFIX.length(), body.length() - SUFFIX.length()))
                .toList();
    }

    @Override
    protected int tooLarge() {
        return Producers.MAX_BYTES;
    }

    private static AttemptResult send(KafkaConfig config, byte[] body) {
        return sender.send(new OutboundBuilder(config).body(Body.of(body)).build())
                .block(LIMIT);
    }

    private static AttemptResult send(KafkaConfig config, String body) {
        return send(config, body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theRequestIsTheDocumentedOneByteForByte() {
        AttemptResult result = send(config(port()), "{ \"a\": 1.50 }");

        assertThat(bodies.getLast()).isEqualTo(PREFIX + "{ \"a\": 1.50 }" + SUFFIX);
        assertThat(result.success()).isTrue();
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseBody()).isEqualTo(STORED);
        assertThat(result.responseHeaders()).containsEntry("Content-type", "application/json");
    }

    @Test
    void aKeyIsSentAsText() {
        send(config(port(), "events", SECRET, "order.id", ""), "{\"order\":{\"id\":\"a\\\"b\"}}");

        assertThat(bodies.getLast()).startsWith("{\"key\":{\"type\":\"STRING\",\"data\":\"a\\\"b\"},\"value\":");
    }

    @Test
    void whatIsNoJsonIsSentAsBinary() throws IOException {
        for (byte[] body : List.of(
                new byte[] {(byte) 0xff, 0},
                "{\"a\":1} {}".getBytes(StandardCharsets.UTF_8),
                "{\"a\":".getBytes(StandardCharsets.UTF_8),
                "\"x".getBytes(StandardCharsets.UTF_8),
                "\uFEFF{}".getBytes(StandardCharsets.UTF_8),
                "{}".getBytes(StandardCharsets.UTF_16),
                new byte[0])) {
            assertThat(send(config(port()), body).success()).isTrue();
            var value = Json.mapper().readTree(bodies.getLast()).get("value");
            assertThat(value.get("type").asText()).isEqualTo("BINARY");
            assertThat(value.get("data").binaryValue()).isEqualTo(body);
        }
    }

    @Test
    void anErrorCodeInAnAnswerOfSuccessIsAFailure() {
        answer = "{\"error_code\":42206,\"message\":\"Payload error.\"}";

        AttemptResult result = send(config(port()), "{}");

        assertThat(result.errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);
        assertThat(result.errorMessage()).contains("42206").contains("Payload error.");
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseBody()).isEqualTo(answer);
    }

    @Test
    void anAnswerOfSomeOtherServerIsAFailure() {
        answer = "<html>Welcome</html>";
        assertThat(send(config(port()), "{}").errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);
        answer = "[]";
        assertThat(send(config(port()), "{}").errorType()).isEqualTo(ErrorType.PROVIDER_ERROR);
    }

    @Test
    void aServerThatIsDownIsSaidSo() {
        status = 503;
        answer = "{\"error_code\":503}";
        assertThat(send(config(port()), "{}").errorType()).isEqualTo(ErrorType.HTTP_5XX);
    }

    @Test
    void theAddressIsThatOfTheFirstServerUnlessThereIsAnother() {
        assertThat(address(config(0))).isEqualTo("https://pkc-1.us-east-1.aws.confluent.cloud" + PATH);
        assertThat(address(config(8082, "events", SECRET, null, "/v3/")))
                .isEqualTo("http://127.0.0.1:8082/v3/clusters/lkc-1/topics/events/records");
    }

    private static String address(KafkaConfig config) {
        return sender.sketch(new OutboundBuilder(config).build()).address();
    }
}
