package io.hookstream.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Calls of the API, whatever they are answered with. */
record Calls(WebTestClient client) {

    /** @param body missing if it is empty */
    record Answer(int status, JsonNode body) {

        /** What it says, but for the id of the request. */
        JsonNode said() {
            return body instanceof ObjectNode object ? object.deepCopy().without("request_id") : body;
        }
    }

    Answer get(String uri) {
        return send("get", uri, null);
    }

    Answer send(String method, String uri, @Nullable JsonNode body) {
        WebTestClient.RequestBodySpec request = client.method(HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)))
                .uri(uri);
        var answer = (body == null ? request : request.bodyValue(body.toString()))
                .exchange()
                .expectBody()
                .returnResult();
        byte[] bytes = answer.getResponseBody();
        return new Answer(
                answer.getStatus().value(),
                bytes == null || bytes.length == 0 ? MissingNode.getInstance() : read(bytes));
    }

    /** What is answered with 2xx. */
    JsonNode made(String method, String uri, @Nullable String body) {
        Answer answer =
                send(method, uri, body == null ? null : read(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        if (answer.status() / 100 != 2) {
            throw new AssertionError(method + " " + uri + ": " + answer);
        }
        return answer.body();
    }

    private static JsonNode read(byte[] json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
