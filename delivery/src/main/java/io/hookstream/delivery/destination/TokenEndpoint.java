package io.hookstream.delivery.destination;

import com.fasterxml.jackson.databind.JsonNode;
import io.hookstream.delivery.destination.Tokens.Token;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Where access tokens are issued (RFC 6749, section 3.2), behind the guard. What goes wrong holds no secret. */
public final class TokenEndpoint {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Of a token whose issuer does not say how long it lives. */
    private static final Duration UNSAID = Duration.ofMinutes(5);

    private static final long MAX_SECONDS = 86_400;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private final GuardedHttp http;
    private final Clock clock;
    private final URI url;
    private final String field;

    /**
     * @param field what names it in the settings
     * @throws RefusedException if the URL must not be called
     */
    public TokenEndpoint(GuardedHttp http, Clock clock, String url, String field) {
        this.http = http;
        this.clock = clock;
        this.url = http.parse(url);
        this.field = field;
    }

    /** A request per subscription. */
    public Mono<Token> ask(Map<String, String> headers, Supplier<Map<String, String>> form) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept", "application/json");
        all.put("Content-Type", "application/x-www-form-urlencoded");
        return Mono.defer(() -> http.exchange(HttpMethod.POST, url, all, body(form.get())))
                .timeout(TIMEOUT)
                .map(this::token)
                .onErrorMap(
                        problem -> !(problem instanceof RefusedException),
                        problem -> refused(ErrorType.of(problem, false), Attempts.message(problem)));
    }

    private static byte[] body(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private Token token(Answer answer) {
        JsonNode json = answer.json();
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

    private RefusedException refused(String type, String why) {
        return new RefusedException(type, "no access token from " + field + ": " + why, null);
    }
}
