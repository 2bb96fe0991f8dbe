package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.app.Calls.Answer;
import io.hookstream.messages.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Destinations in AWS, as a user sets them up. */
class AwsDestinationsIT {

    private static final String KEYS = """
            "region": "us-east-1", "access_key_id": "AKIA1", "secret_access_key": "wJalr-secret" """;
    private static final String SQS =
            "{\"queue_url\": \"https://sqs.us-east-1.amazonaws.com/123456789012/orders\"," + KEYS + "}";
    private static final String S3 = "{\"bucket\": \"archive\", \"prefix\": \"webhooks/\"," + KEYS + "}";
    private static final String EVENTBRIDGE = "{\"event_bus_arn\": \"default\", \"source\": \"hookstream\","
            + "\"detail_type\": \"WebhookEvent\"," + KEYS + "}";

    private static Started program;
    private static Calls calls;

    @BeforeAll
    static void start(@TempDir Path data) {
        program = Started.on(data);
        calls = new Calls(program.client());
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String config(String type) {
        return type.endsWith("sqs") ? SQS : type.endsWith("s3") ? S3 : EVENTBRIDGE;
    }

    private static ObjectNode settings(String type) {
        ObjectNode settings = json("{\"name\": \"Ours\"}").put("type", type);
        settings.set("config", json(config(type)));
        return settings;
    }

    @ParameterizedTest
    @CsvSource({
        "sqs, sqs",
        "aws_sqs, sqs",
        "s3, s3",
        "aws_s3, s3",
        "eventbridge, eventbridge",
        "aws_eventbridge, eventbridge"
    })
    void isAnsweredAsItWasSentWithItsSecretMasked(String type, String label) {
        JsonNode made = calls.made("post", "/v1/destinations", settings(type).toString());

        ObjectNode expected = json(config(type)).put("secret_access_key", "****cret");
        assertThat(made.path("type").asText()).isEqualTo(label);
        expected.properties()
                .forEach(field -> assertThat(made.path("config").path(field.getKey()))
                        .as(field.getKey())
                        .isEqualTo(field.getValue()));
        assertThat(made.path("config").path("timeout").asInt()).isEqualTo(30);
        assertThat(made.toString()).doesNotContain("wJalr");
    }

    @ParameterizedTest
    @CsvSource({
        "sqs, queue_url",
        "sqs, region",
        "sqs, access_key_id",
        "sqs, secret_access_key",
        "s3, bucket",
        "s3, region",
        "s3, prefix",
        "s3, access_key_id",
        "s3, secret_access_key",
        "eventbridge, event_bus_arn",
        "eventbridge, region",
        "eventbridge, source",
        "eventbridge, detail_type",
        "eventbridge, access_key_id",
        "eventbridge, secret_access_key"
    })
    void whatIsMissingOrOfTheWrongTypeIsNamed(String type, String field) {
        ObjectNode missing = settings(type);
        ((ObjectNode) missing.path("config")).remove(field);
        ObjectNode wrong = settings(type);
        ((ObjectNode) wrong.path("config")).putArray(field);

        for (ObjectNode settings : List.of(missing, wrong)) {
            Answer answer = calls.send("post", "/v1/destinations", settings);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().path("error").asText()).startsWith("config." + field + ": ");
        }
    }

    @Test
    void withoutKeysItIsRefusedUnlessTheOperatorLendsTheMachinesOwn() {
        ObjectNode keyless = settings("s3");
        ((ObjectNode) keyless.path("config")).remove(List.of("access_key_id", "secret_access_key"));

        Answer answer = calls.send("post", "/v1/destinations", keyless);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("error").asText())
                .startsWith("config.access_key_id: is required")
                .contains("hookstream.aws.default-credentials");
    }

    @Test
    void aMaskedSecretThatComesBackChangesNothing() {
        String uri = "/v1/destinations/"
                + calls.made("post", "/v1/destinations", settings("sqs").toString())
                        .path("id")
                        .asText();

        calls.made("patch", uri, "{\"config\": {\"secret_access_key\": \"****cret\", \"timeout\": 5}}");

        JsonNode config = calls.get(uri).body().path("config");
        assertThat(config.path("secret_access_key").asText()).isEqualTo("****cret");
        assertThat(config.path("timeout").asInt()).isEqualTo(5);
    }
}
