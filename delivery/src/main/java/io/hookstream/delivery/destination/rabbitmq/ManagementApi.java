package io.hookstream.delivery.destination.rabbitmq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.BasicAuth;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.messages.Json;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.Utf8;
import io.hookstream.messages.destination.RabbitmqConfig;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Publishes over HTTP: {@code POST /api/exchanges/{vhost}/{exchange}/publish}. */
final class ManagementApi {

    /** What current brokers take as a request's body unless they are configured otherwise, in bytes. */
    static final int MAX_REQUEST = 10_000_000;

    private static final ObjectMapper JSON = Json.mapper();

    private final GuardedHttp http;
    private final SecretCipher cipher;

    ManagementApi(GuardedHttp http, SecretCipher cipher) {
        this.http = http;
        this.cipher = cipher;
    }

    Mono<Answer> publish(Outbound outbound) {
        RabbitmqConfig config = outbound.target().config(RabbitmqConfig.class);
        URI url = url(config);
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "Authorization",
                BasicAuth.header(
                        Objects.requireNonNull(config.username()),
                        cipher.decrypt(Objects.requireNonNull(config.password()))));
        return Message.of(outbound, MAX_REQUEST)
                .map(message -> request(message, config))
                .flatMap(request -> http.exchange(HttpMethod.POST, url, headers, request))
                .map(answer -> routed(answer.accepted(), config));
    }

    /** @throws RefusedException if it must not be called */
    URI url(RabbitmqConfig config) {
        String base = http.parse(Objects.requireNonNull(config.url())).toString();
        return http.parse(base.replaceFirst("/+$", "") + "/api/exchanges/"
                + segment(Objects.requireNonNull(config.vhost())) + "/"
                + segment(RabbitmqSender.isDefaultExchange(config) ? "amq.default" : config.exchange()) + "/publish");
    }

    static Map<String, String> shown(RabbitmqConfig config) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("Content-Type", "application/json");
        shown.put("Authorization", Objects.requireNonNull(config.password()).masked());
        return shown;
    }

    private static byte[] request(Message message, RabbitmqConfig config) {
        ObjectNode request = JSON.createObjectNode();
        ObjectNode properties = request.putObject("properties");
        if (message.contentType() != null) {
            properties.put("content_type", message.contentType());
        }
        properties.put("delivery_mode", Message.PERSISTENT);
        properties.put("message_id", message.id());
        properties.put("app_id", Message.APP_ID);
        properties.set("headers", JSON.valueToTree(message.headers()));
        request.put("routing_key", config.routingKey());
        String text = Utf8.text(message.body());
        request.put("payload", text == null ? Base64.getEncoder().encodeToString(message.body()) : text);
        request.put("payload_encoding", text == null ? "base64" : "string");
        try {
            byte[] written = JSON.writeValueAsBytes(request);
            if (written.length > MAX_REQUEST) {
                throw Message.tooLarge(written.length, MAX_REQUEST);
            }
            return written;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** A message that is routed to no queue is lost, and the API answers 200 all the same. */
    private static Answer routed(Answer answer, RabbitmqConfig config) {
        JsonNode routed = answer.json().path("routed");
        if (routed.isBoolean() && routed.booleanValue()) {
            return answer;
        }
        throw new RefusedException(
                ErrorType.PROVIDER_ERROR,
                routed.isBoolean()
                        ? "the message was not routed: no queue is bound to exchange \"" + config.exchange()
                                + "\" for routing key \"" + config.routingKey() + "\""
                        : "the answer is not that of a RabbitMQ management API: it does not say whether the message was"
                                + " routed",
                answer);
    }

    private static String segment(@Nullable String name) {
        return URLEncoder.encode(Objects.requireNonNull(name), StandardCharsets.UTF_8)
                .replace("+", "%20");
    }
}
