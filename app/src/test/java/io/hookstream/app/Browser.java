package io.hookstream.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseCookie;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Keeps the cookies that the program sets, as a browser does. */
final class Browser {

    static final String SESSION = "hookstream_session";
    static final String PASSWORD = "correct horse battery";

    record Answer(int status, JsonNode body, EntityExchangeResult<byte[]> raw) {

        String error() {
            return body.path("error").asText();
        }

        String location() {
            return String.valueOf(raw.getResponseHeaders().getLocation());
        }

        @Nullable
        ResponseCookie cookie(String name) {
            return raw.getResponseCookies().getFirst(name);
        }
    }

    private final WebTestClient client;
    private final String base;
    private final Map<String, String> cookies = new ConcurrentHashMap<>();

    Browser(Started program) {
        base = "http://127.0.0.1:" + program.port();
        client = WebTestClient.bindToServer()
                .responseTimeout(Duration.ofSeconds(20))
                .build();
    }

    static Browser signedUp(Started program, String email) {
        Browser browser = new Browser(program);
        Answer answer = browser.signUp(email, PASSWORD, null);
        if (answer.status() != 201) {
            throw new AssertionError(answer.body().toString());
        }
        return browser;
    }

    Answer signUp(String email, String password, @Nullable String invitation) {
        var body = Json.mapper()
                .createObjectNode()
                .put("email", email)
                .put("password", password)
                .put("name", email.split("@")[0]);
        if (invitation != null) {
            body.put("invitation", invitation);
        }
        return post("/v1/auth/sign-up", body.toString());
    }

    Answer logIn(String email, String password) {
        return post(
                "/v1/auth/login",
                Json.mapper()
                        .createObjectNode()
                        .put("email", email)
                        .put("password", password)
                        .toString());
    }

    Answer get(String path) {
        return send(HttpMethod.GET, path, null);
    }

    Answer post(String path, @Nullable String body) {
        return send(HttpMethod.POST, path, body);
    }

    Answer patch(String path, String body) {
        return send(HttpMethod.PATCH, path, body);
    }

    Answer delete(String path) {
        return send(HttpMethod.DELETE, path, null);
    }

    Answer send(HttpMethod method, String path, @Nullable String body) {
        var request = client.method(method).uri(URI.create(base + path));
        cookies.forEach(request::cookie);
        if (body != null) {
            request.header("Content-Type", "application/json").bodyValue(body);
        }
        EntityExchangeResult<byte[]> raw = request.exchange().expectBody().returnResult();
        raw.getResponseCookies().forEach((name, set) -> {
            if (set.getFirst().getValue().isEmpty()) {
                cookies.remove(name);
            } else {
                cookies.put(name, set.getFirst().getValue());
            }
        });
        return new Answer(raw.getStatus().value(), json(raw.getResponseBody()), raw);
    }

    /** As whoever is logged in here. */
    Calls calls() {
        return new Calls(client.mutate()
                .baseUrl(base)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(4 * 1024 * 1024))
                .defaultHeader("Content-Type", "application/json")
                .defaultCookie(SESSION, String.valueOf(cookie()))
                .build());
    }

    @Nullable
    String cookie() {
        return cookies.get(SESSION);
    }

    void cookie(String token) {
        cookies.put(SESSION, token);
    }

    /** A new API key of the environment. */
    String key() {
        return post("/v1/auth/api-keys", "{\"name\": \"ci\"}")
                .body()
                .path("key")
                .asText();
    }

    static JsonNode json(byte @Nullable [] body) {
        try {
            return body == null
                    ? Json.mapper().createObjectNode()
                    : Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
