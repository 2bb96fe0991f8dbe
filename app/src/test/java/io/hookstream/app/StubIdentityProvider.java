package io.hookstream.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Google and GitHub at once, on this machine, as strict about codes as they are. */
final class StubIdentityProvider implements AutoCloseable {

    static final String CLIENT = "client-1";
    static final String SECRET = "secret-1";

    private final HttpServer server;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** What the two say of who is logged in there. */
    volatile String googleUser = "{}";

    volatile String githubUser = "{}";
    volatile String githubEmails = "[]";

    StubIdentityProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", this::token);
        server.createContext("/userinfo", exchange -> user(exchange, googleUser));
        server.createContext("/user", exchange -> user(exchange, githubUser));
        server.createContext("/user/emails", exchange -> user(exchange, githubEmails));
        server.start();
    }

    String[] settings() {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        return new String[] {
            "hookstream.gateway.oauth.google.client-id=" + CLIENT,
            "hookstream.gateway.oauth.google.client-secret=" + SECRET,
            "hookstream.gateway.oauth.google.authorization-uri=" + base + "/authorize",
            "hookstream.gateway.oauth.google.token-uri=" + base + "/token",
            "hookstream.gateway.oauth.google.user-info-uri=" + base + "/userinfo",
            "hookstream.gateway.oauth.github.client-id=" + CLIENT,
            "hookstream.gateway.oauth.github.client-secret=" + SECRET,
            "hookstream.gateway.oauth.github.authorization-uri=" + base + "/authorize",
            "hookstream.gateway.oauth.github.token-uri=" + base + "/token",
            "hookstream.gateway.oauth.github.user-info-uri=" + base + "/user"
        };
    }

    /** What the person's consent leads to: the address that their browser is sent back to. */
    String consent(String authorizationAddress) {
        Map<String, String> asked = form(URI.create(authorizationAddress).getRawQuery());
        if (!CLIENT.equals(asked.get("client_id"))
                || !"code".equals(asked.get("response_type"))
                || !"S256".equals(asked.get("code_challenge_method"))) {
            throw new AssertionError("Not an authorization request: " + asked);
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        URI back = URI.create(asked.get("redirect_uri"));
        return back.getRawPath() + "?code=" + code + "&state=" + asked.get("state");
    }

    private void token(HttpExchange exchange) throws IOException {
        Map<String, String> form = form(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
        if (asked == null
                || !"authorization_code".equals(form.get("grant_type"))
                || !CLIENT.equals(form.get("client_id"))
                || !SECRET.equals(form.get("client_secret"))
                || !asked.get("redirect_uri").equals(form.get("redirect_uri"))
                || !asked.get("code_challenge").equals(challenge(form.getOrDefault("code_verifier", "")))) {
            answer(exchange, 400, "{\"error\": \"invalid_grant\"}");
            return;
        }
        String token = UUID.randomUUID().toString();
        tokens.put("Bearer " + token, "");
        answer(exchange, 200, "{\"access_token\": \"" + token + "\", \"token_type\": \"bearer\"}");
    }

    private void user(HttpExchange exchange, String user) throws IOException {
        String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, tokens.containsKey(shown) ? 200 : 401, tokens.containsKey(shown) ? user : "{}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Map<String, String> form(String encoded) {
        return Arrays.stream(encoded.split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
