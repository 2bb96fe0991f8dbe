package io.hookstream.delivery.destination.pubsub;

import com.google.api.client.http.UrlEncodedParser;
import com.google.api.client.json.GenericJson;
import com.google.api.client.json.JsonFactory;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.json.webtoken.JsonWebSignature;
import com.google.api.client.util.GenericData;
import com.google.api.services.pubsub.model.PublishRequest;
import com.google.api.services.pubsub.model.PubsubMessage;
import com.sun.net.httpserver.HttpExchange;
import io.hookstream.delivery.destination.LocalServer;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Issues tokens and takes messages. What it gets is read with the classes that Google generates for its API, and verified
 * by those that Google's own clients use; what they do not know is refused.
 */
final class GoogleServer implements AutoCloseable {

    static final String EMAIL = "hookstream@my-project.iam.gserviceaccount.com";
    static final String SCOPE = "https://www.googleapis.com/auth/pubsub";
    static final String AUDIENCE = "https://oauth2.googleapis.com/token";
    static final String KEY_ID = "k1";
    static final int SECONDS = 3599;

    private static final JsonFactory GOOGLES = GsonFactory.getDefaultInstance();

    final KeyPair key = keyPair();
    final LocalServer server = new LocalServer(this::handle);

    /** What tokens were asked for with, and what was published; the oldest first. */
    final List<JsonWebSignature> assertions = new CopyOnWriteArrayList<>();

    final List<PubsubMessage> messages = new CopyOnWriteArrayList<>();

    /** Those that are still taken. */
    final Set<String> tokens = ConcurrentHashMap.newKeySet();

    static KeyPair keyPair() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Google hands it out. */
    String account(KeyPair by) {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(by.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Map<String, String> account = Map.of(
                "type",
                "service_account",
                "client_id",
                "1",
                "client_email",
                EMAIL,
                "private_key",
                pem,
                "private_key_id",
                KEY_ID,
                "token_uri",
                server.url("/token"));
        return Json.mapper().valueToTree(account).toString();
    }

    /** The bodies. */
    List<String> received() {
        return messages.stream()
                .map(message -> new String(message.decodeData(), StandardCharsets.UTF_8))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            if (exchange.getRequestURI().getPath().equals("/token")) {
                issue(exchange, new String(body, StandardCharsets.US_ASCII));
            } else {
                publish(exchange, body);
            }
        } catch (IOException | RuntimeException | GeneralSecurityException e) {
            LocalServer.answer(exchange, 400, "{\"error\":\"invalid_argument\"}");
        }
    }

    private void issue(HttpExchange exchange, String content) throws IOException, GeneralSecurityException {
        GenericData form = new GenericData();
        UrlEncodedParser.parse(content, form);
        JsonWebSignature assertion = JsonWebSignature.parse(
                GOOGLES, ((List<?>) form.get("assertion")).getFirst().toString());
        if (!form.get("grant_type").equals(List.of("urn:ietf:params:oauth:grant-type:jwt-bearer"))
                || !assertion.verifySignature(key.getPublic())
                || !EMAIL.equals(assertion.getPayload().getIssuer())
                || !AUDIENCE.equals(assertion.getPayload().getAudience())
                || !SCOPE.equals(assertion.getPayload().get("scope"))) {
            LocalServer.answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        assertions.add(assertion);
        String token = "canary-credential-" + assertions.size();
        tokens.add("Bearer " + token);
        LocalServer.answer(
                exchange,
                200,
                "{\"access_token\":\"" + token + "\",\"expires_in\":" + SECONDS + ",\"token_type\":\"Bearer\"}");
    }

    private void publish(HttpExchange exchange, byte[] body) throws IOException {
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        PublishRequest request = GOOGLES.createJsonParser(new String(body, StandardCharsets.UTF_8))
                .parseAndClose(PublishRequest.class);
        known(request);
        request.getMessages().forEach(GoogleServer::known);
        if (!tokens.contains(token)) {
            LocalServer.answer(exchange, 401, "{\"error\":{\"code\":401,\"status\":\"UNAUTHENTICATED\"}}");
        } else if (!exchange.getRequestMethod().equals("POST")
                || !exchange.getRequestURI().getPath().equals("/v1/projects/my-project/topics/events:publish")) {
            LocalServer.answer(exchange, 404, "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}");
        } else {
            messages.addAll(request.getMessages());
            LocalServer.answer(exchange, 200, "{\"messageIds\":[\"" + messages.size() + "\"]}");
        }
    }

    private static void known(GenericJson parsed) {
        if (!parsed.getUnknownKeys().isEmpty()) {
            throw new IllegalArgumentException("Google knows no " + parsed.getUnknownKeys());
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
