package io.hookstream.delivery.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.delivery.destination.Tokens.Token;
import io.hookstream.messages.Json;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.ClientCredentials;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Asks for an access token with a client's own credentials (RFC 6749, section 4.4). What goes wrong holds no secret. */
final class TokenRequest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Of a token whose issuer does not say how long it lives. */
    private static final Duration UNSAID = Duration.ofMinutes(5);

    private static final long MAX_SECONDS = 86_400;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final GuardedHttp http;
    private final Clock clock;
    private final URI url;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final byte[] body;

    /** @throws RefusedException if the URL must not be called */
    TokenRequest(ClientCredentials credentials, GuardedHttp http, SecretCipher cipher, Clock clock) {
        this.http = http;
        this.clock = clock;
        url = http.parse(required(credentials.tokenUrl()));
        String id = required(credentials.clientId());
        Secret encrypted = Objects.requireNonNull(credentials.clientSecret(), "checked when it was set up");
        String secret = cipher.decrypt(encrypted);
        headers.put("Accept", "application/json");
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        if (ClientCredentials.BODY.equals(credentials.clientAuth())) {
            form.put("client_id", id);
            form.put("client_secret", secret);
        } else {
            byte[] pair = (encoded(id) + ":" + encoded(secret)).getBytes(StandardCharsets.US_ASCII);
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        put(form, "scope", credentials.scope());
        put(form, "audience", credentials.audience());
        body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String required(@Nullable String field) {
        return Objects.requireNonNull(field, "checked when it was set up");
    }

    private static void put(Map<String, String> form, String name, @Nullable String value) {
        if (value != null) {
            form.put(name, value);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A request per subscription. */
    Mono<Token> send() {
        return Mono.defer(() -> http.exchange(HttpMethod.POST, url, headers, body))
                .timeout(TIMEOUT)
                .map(this::token)
                .onErrorMap(
                        problem -> !(problem instanceof RefusedException),
                        problem -> refused(ErrorType.of(problem, false), Attempts.message(problem)));
    }

    private Token token(Answer answer) {
        JsonNode json = json(answer);
        int status = Objects.requireNonNull(answer.status(), "HTTP has one");
        String error = ErrorType.ofStatus(status);
        if (error != null) {
            String code = json.path("error").asText();
            // Only the destination itself can say that it is gone.
            throw refused(
                    error.equals(ErrorType.GONE) ? ErrorType.HTTP_4XX : error,
                    "its server answered " + status + (CODE.matcher(code).matches() ? " " + code : ""));
        }
        String value = json.path("access_token").textValue();
        if (value == null || !TOKEN.matcher(value).matches()) {
            throw refused(ErrorType.PROVIDER_ERROR, "its server answered " + status + " without an access_token");
        }
        String type = json.path("token_type").asText("Bearer");
        if (!type.equalsIgnoreCase("Bearer")) {
            throw refused(ErrorType.PROVIDER_ERROR, "its server issued one that is not of type Bearer");
        }
        long seconds = json.path("expires_in").asLong(UNSAID.toSeconds());
        return Token.issued(value, clock.instant(), Duration.ofSeconds(Math.clamp(seconds, 1, MAX_SECONDS)));
    }

    private static JsonNode json(Answer answer) {
        try {
            return Json.mapper().readTree(answer.body() == null ? "" : answer.body());
        } catch (JsonProcessingException e) {
            return Json.mapper().missingNode();
        }
    }

    private static RefusedException refused(String type, String why) {
        return new RefusedException(type, "no access token from config.auth.token_url: " + why, null);
    }
}
