package io.hookstream.delivery.destination.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.BasicAuth;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.Utf8;
import io.hookstream.messages.destination.KafkaConfig;
import io.netty.handler.codec.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/**
 * Produces records by Confluent's REST API v3, {@code POST /kafka/v3/clusters/{cluster_id}/topics/{topic}/records}. There the
 * status of the answer says that the request was understood, and the {@code error_code} in it whether the record was stored.
 */
final class RestProduce {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int STORED = 200;

    private final GuardedHttp http;
    private final SecretCipher cipher;

    RestProduce(GuardedHttp http, SecretCipher cipher) {
        this.http = http;
        this.cipher = cipher;
    }

    /**
     * Where a destination's records are sent.
     *
     * @throws RefusedException if it must not be called
     */
    URI url(KafkaConfig config) {
        String base = config.endpoint() == null ? "https://" + firstHost(config) : config.endpoint();
        String stripped = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        // What is not Confluent's server but its proxy has its API at the root.
        String root = stripped.endsWith("/v3") ? stripped : stripped + "/kafka/v3";
        return http.parse(root + "/clusters/" + config.clusterId() + "/topics/" + config.topic() + "/records");
    }

    private static String firstHost(KafkaConfig config) {
        String first = Objects.requireNonNull(config.bootstrapServers(), "checked when it was set up")
                .split(",", 2)[0]
                .strip();
        return first.substring(0, first.lastIndexOf(':'));
    }

    /** What was stored where, or a {@link RefusedException}. */
    Mono<Answer> produce(KafkaMessage message) {
        return http.exchange(HttpMethod.POST, url(message.config()), headers(message.config()), body(message))
                .map(Answer::accepted)
                .doOnNext(RestProduce::stored);
    }

    private Map<String, String> headers(KafkaConfig config) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                "Authorization",
                BasicAuth.header(
                        Objects.requireNonNull(config.apiKey(), "checked when it was set up"),
                        cipher.decrypt(Objects.requireNonNull(config.apiSecret(), "checked when it was set up"))));
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        return headers;
    }

    private static byte[] body(KafkaMessage message) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(message.value().length + 512);
        write(body, "{");
        if (message.key() != null) {
            write(body, "\"key\":{\"type\":\"STRING\",\"data\":" + quoted(message.key()) + "},");
        }
        if (isJson(message.value())) {
            write(body, "\"value\":{\"type\":\"JSON\",\"data\":");
            body.writeBytes(message.value());
        } else {
            write(body, "\"value\":{\"type\":\"BINARY\",\"data\":\"");
            body.writeBytes(Base64.getEncoder().encode(message.value()));
            write(body, "\"");
        }
        write(body, "},\"headers\":" + headers(message) + "}");
        return body.toByteArray();
    }

    /** The API takes their values as base64. */
    private static String headers(KafkaMessage message) {
        return message.headers().entrySet().stream()
                .map(header -> "{\"name\":" + quoted(header.getKey()) + ",\"value\":"
                        + quoted(Base64.getEncoder()
                                .encodeToString(header.getValue().getBytes(StandardCharsets.UTF_8)))
                        + "}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it can stand in a document in UTF-8 as it is. */
    private static boolean isJson(byte[] value) {
        String text = Utf8.text(value);
        if (text == null) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            // A value that is none of an object or list is read when it is asked for.
            parser.getText();
            return parser.nextToken() == null;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot fail to be read", e);
        }
    }

    private static void stored(Answer answer) {
        JsonNode report = answer.json();
        if (report.path("error_code").asInt() != STORED) {
            String why = report.path("message").asText("it is no answer to a produce request");
            throw new RefusedException(
                    ErrorType.PROVIDER_ERROR,
                    "the record was not stored: error_code "
                            + report.path("error_code").asText("missing") + ", " + why,
                    answer);
        }
    }
}
