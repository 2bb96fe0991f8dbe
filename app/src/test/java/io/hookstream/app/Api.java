package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.messages.Json;
import java.io.IOException;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Sets things up as a user would. */
final class Api {

    private final Started program;

    Api(Started program) {
        this.program = program;
    }

    /** The id of what is created. */
    String create(String path, String settings) {
        EntityExchangeResult<byte[]> answer = send(HttpMethod.POST, path, settings);
        assertThat(answer.getStatus().value()).as(path).isEqualTo(201);
        return json(answer).findValue("id").asText();
    }

    JsonNode get(String path) {
        return json(send(HttpMethod.GET, path, null));
    }

    EntityExchangeResult<byte[]> send(HttpMethod method, String path, String body) {
        var request = program.client().method(method).uri(path);
        return (body == null ? request : request.bodyValue(body))
                .exchange()
                .expectBody()
                .returnResult();
    }

    private static JsonNode json(EntityExchangeResult<byte[]> answer) {
        try {
            return Json.mapper().readTree(answer.getResponseBody());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
