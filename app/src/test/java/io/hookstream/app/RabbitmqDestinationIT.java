package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.messages.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** The settings of a RabbitMQ destination, from the request to the answer. */
class RabbitmqDestinationIT {

    private static final String DOCUMENTED = """
        {"name": "Message Broker", "type": "rabbitmq", "config": {"url": "https://rabbitmq.example.com:15672",
         "vhost": "/", "exchange": "webhooks", "routing_key": "events", "username": "hookstream",
         "password": "a-secret-of-some-length"}}""";

    @TempDir
    private static Path data;

    private static Started program;

    @BeforeAll
    static void start() {
        program = Started.on(data);
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static JsonNode call(HttpMethod method, String path, JsonNode body, int status) throws Exception {
        EntityExchangeResult<byte[]> answer =
                new Api(program).send(method, path, body == null ? null : body.toString());
        JsonNode json = Json.mapper().readTree(answer.getResponseBody());
        assertThat(answer.getStatus().value()).as(json.toString()).isEqualTo(status);
        return json;
    }

    private static ObjectNode documented() throws Exception {
        return (ObjectNode) Json.mapper().readTree(DOCUMENTED);
    }

    private static ObjectNode config(ObjectNode destination) {
        return (ObjectNode) destination.path("config");
    }

    @Test
    void itsPasswordIsMaskedAndStaysIfItComesBackMasked() throws Exception {
        JsonNode created = call(HttpMethod.POST, "/v1/destinations", documented(), 201);

        ObjectNode shown = config(documented()).put("type", "rabbitmq").put("timeout", 30);
        shown.put("password", "****ngth");
        assertThat(created.path("type").asText()).isEqualTo("rabbitmq");
        assertThat(created.path("config")).isEqualTo(shown);

        String path = "/v1/destinations/" + created.path("id").asText();
        ObjectNode patch = Json.mapper().createObjectNode();
        patch.set("config", shown.deepCopy().put("exchange", "others"));
        JsonNode changed = call(HttpMethod.PATCH, path, patch, 200);
        assertThat(changed.path("config")).isEqualTo(shown.put("exchange", "others"));
        assertThat(call(HttpMethod.GET, path, null, 200).path("config")).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"url", "exchange", "routing_key", "username", "password"})
    void whatIsMissingIsNamed(String field) throws Exception {
        ObjectNode destination = documented();
        config(destination).remove(field);

        assertThat(refusal(destination)).startsWith("config." + field + ": is required");
    }

    @ParameterizedTest
    @CsvSource({
        "url, amqp://me:secret@broker.example",
        "url, mqtt://broker.example",
        "username, a:b",
        "vhost, ''",
        "timeout, soon",
        "colour, red"
    })
    void whatIsWrongIsNamed(String field, String value) throws Exception {
        ObjectNode destination = documented();
        config(destination).put(field, value);

        assertThat(refusal(destination)).startsWith("config." + field + ": ");
    }

    private static String refusal(ObjectNode destination) throws Exception {
        return call(HttpMethod.POST, "/v1/destinations", destination, 400)
                .path("error")
                .asText();
    }
}
