package io.hookstream.delivery.destination.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.hookstream.messages.destination.PubSubConfig;
import io.hookstream.messages.destination.ServiceAccountKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against the JDK's server, which verifies what is signed and holds requests to what Google publishes of its API. */
class PubSubSenderContractTest extends SenderContract {

    private static final String EMAIL = "hookstream@my-project.iam.gserviceaccount.com";

    private static final GuardedHttp HTTP = new GuardedHttp(new EgressGuard(List.of(), true));
    private static final GuardedHttp STRICT = new GuardedHttp(new EgressGuard(List.of(), false));
    private static final PubSubSender SENDER = new PubSubSender(HTTP, OutboundBuilder.PLAIN, Clock.systemUTC());
    private static final PubSubSender GUARDED = new PubSubSender(STRICT, OutboundBuilder.PLAIN, Clock.systemUTC());

    private static final List<JsonNode> MESSAGES = new CopyOnWriteArrayList<>();
    private static final Set<String> TOKENS = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger ISSUED = new AtomicInteger();

    private static KeyPair key;
    private static KeyPair otherKey;
    private static HttpServer server;
    private static ServerSocket silent;
    private static int nobody;

    @BeforeAll
    static void start() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        otherKey = generator.generateKeyPair();
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        server = HttpServer.create(new InetSocketAddress(loopback, 0), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/token", PubSubSenderContractTest::issue);
        server.createContext("/v1/projects/my-project/topics/", PubSubSenderContractTest::publish);
        server.start();
        silent = new ServerSocket(0, 50, loopback);
        try (ServerSocket closed = new ServerSocket(0, 1, loopback)) {
            nobody = closed.getLocalPort();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        SENDER.close();
        GUARDED.close();
        HTTP.close();
        STRICT.close();
        server.stop(0);
        silent.close();
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void issue(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String grant = "";
        String assertion = "";
        for (String field : form.split("&", -1)) {
            String value = URLDecoder.decode(field.substring(field.indexOf('=') + 1), StandardCharsets.UTF_8);
            if (field.startsWith("grant_type=")) {
                grant = value;
            } else if (field.startsWith("assertion=")) {
                assertion = value;
            }
        }
        if (!grant.equals("urn:ietf:params:oauth:grant-type:jwt-bearer") || !isValid(assertion)) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        String token = "canary-credential-" + ISSUED.incrementAndGet();
        TOKENS.add("Bearer " + token);
        answer(exchange, 200, "{\"access_token\":\"" + token + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
    }

    private static boolean isValid(String assertion) throws IOException {
        String[] parts = assertion.split("\\.", -1);
        Base64.Decoder base64 = Base64.getUrlDecoder();
        JsonNode header = Json.mapper().readTree(base64.decode(parts[0]));
        JsonNode claims = Json.mapper().readTree(base64.decode(parts[1]));
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA");
            verifier.initVerify(key.getPublic());
            verifier.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            long now = Instant.now().getEpochSecond();
            return verifier.verify(base64.decode(parts[2]))
                    && header.path("alg").asText().equals("RS256")
                    && header.path("kid").asText().equals("k1")
                    && claims.path("iss").asText().equals(EMAIL)
                    && claims.path("aud").asText().equals(url("/token"))
                    && claims.path("scope").asText().equals("https://www.googleapis.com/auth/pubsub")
                    && Math.abs(claims.path("iat").asLong() - now) < 60
                    && claims.path("exp").asLong() - claims.path("iat").asLong() == 3600;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void publish(HttpExchange exchange) throws IOException {
        JsonNode request = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        String path = exchange.getRequestURI().getPath();
        if (!TOKENS.contains(token)) {
            answer(exchange, 401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}}");
        } else if (!path.endsWith("/events:publish")) {
            answer(exchange, 404, "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}");
        } else {
            MESSAGES.add(request.at("/messages/0"));
            answer(exchange, 200, "{\"messageIds\":[\"" + MESSAGES.size() + "\"]}");
        }
    }

    private static String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static PubSubConfig config(String base, String topic, KeyPair by, @Nullable String orderedBy) {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(by.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        String json = Json.mapper()
                .valueToTree(Map.of(
                        "client_email", EMAIL, "private_key", pem, "private_key_id", "k1", "token_uri", url("/token")))
                .toString();
        return new PubSubConfig(
                        "my-project",
                        topic,
                        ServiceAccountKey.encrypted(json, OutboundBuilder.PLAIN),
                        null,
                        orderedBy,
                        base,
                        null)
                .checked();
    }

    @Override
    protected Sender sender() {
        return SENDER;
    }

    @Override
    protected Sender guarded() {
        return GUARDED;
    }

    @Override
    protected DestinationConfig working() {
        return config(url(""), "events", key, "data.id");
    }

    @Override
    protected DestinationConfig refusing() {
        return config(url(""), "nothing", key, null);
    }

    @Override
    protected DestinationConfig unauthorized() {
        return config(url(""), "events", otherKey, null);
    }

    @Override
    protected DestinationConfig unreachable() {
        return config("http://127.0.0.1:" + nobody, "events", key, null);
    }

    @Override
    protected DestinationConfig silent() {
        return config("http://127.0.0.1:" + silent.getLocalPort(), "events", key, null);
    }

    @Override
    protected List<String> received() {
        return MESSAGES.stream()
                .map(message -> new String(
                        Base64.getDecoder().decode(message.path("data").asText()), StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    protected int tooLarge() {
        return PubSubMessage.MAX_BYTES;
    }

    private static AttemptResult send(DestinationConfig config, long version, byte[] body) {
        AttemptResult result = SENDER.send(new OutboundBuilder(config)
                        .version(version)
                        .contentType("application/json")
                        .body(Body.of(body))
                        .build())
                .block(Duration.ofSeconds(30));
        assertThat(result).isNotNull();
        return result;
    }

    @Test
    void aMessageHasItsAttributesAndItsOrderingKey() {
        MESSAGES.clear();
        byte[] body = "{\"data\":{\"id\":17}}".getBytes(StandardCharsets.UTF_8);

        AttemptResult result = send(working(), 21, body);

        assertThat(result.errorMessage()).isNull();
        assertThat(result.statusCode()).isEqualTo(200);
        assertThat(result.responseBody()).contains("messageIds");
        JsonNode message = MESSAGES.getFirst();
        assertThat(message.path("orderingKey").asText()).isEqualTo("17");
        assertThat(Json.mapper().convertValue(message.path("attributes"), Map.class))
                .isEqualTo(Map.of(
                        "event_id",
                        "evt_1",
                        "source_id",
                        "src_1",
                        "delivery_attempt",
                        "3",
                        "content_type",
                        "application/json"));
    }

    @Test
    void bytesThatAreNoTextArriveAsTheyAre() {
        MESSAGES.clear();
        byte[] body = {(byte) 0xff, 0, (byte) 0xfe, '\n'};
        assertThat(send(working(), 22, body).success()).isTrue();
        assertThat(Base64.getDecoder().decode(MESSAGES.getFirst().path("data").asText()))
                .isEqualTo(body);
        assertThat(MESSAGES.getFirst().has("orderingKey")).isFalse();
    }

    @Test
    void aTokenIsKeptUntilItIsNotTaken() {
        int before = ISSUED.get();
        assertThat(send(working(), 23, new byte[0]).success()).isTrue();
        assertThat(send(working(), 23, new byte[0]).success()).isTrue();
        assertThat(ISSUED.get() - before).isOne();

        TOKENS.clear();
        assertThat(send(working(), 23, new byte[0]).errorType()).isEqualTo(ErrorType.HTTP_4XX);
        assertThat(send(working(), 23, new byte[0]).success()).isTrue();
        assertThat(ISSUED.get() - before).isEqualTo(2);
    }
}
