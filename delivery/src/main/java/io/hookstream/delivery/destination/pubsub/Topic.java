package io.hookstream.delivery.destination.pubsub;

import io.hookstream.delivery.destination.Answer;
import io.hookstream.delivery.destination.GuardedHttp;
import io.hookstream.delivery.destination.TokenEndpoint;
import io.hookstream.delivery.destination.Tokens;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.PubSubConfig;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One version of a destination's settings: where its messages go, and the token that lets them. */
final class Topic {

    private static final String GOOGLE = "https://pubsub.googleapis.com";
    private static final int UNAUTHORIZED = 401;

    private final GuardedHttp http;
    private final URI url;
    private final @Nullable Tokens tokens;

    /** Decrypts the credentials. */
    Topic(PubSubConfig config, GuardedHttp http, SecretCipher cipher, Clock clock) {
        this.http = http;
        url = http.parse(url(config));
        if (config.serviceAccountJson() == null) {
            tokens = null;
        } else {
            ServiceAccount account = new ServiceAccount(
                    cipher.decrypt(config.serviceAccountJson().secret()));
            TokenEndpoint endpoint =
                    new TokenEndpoint(http, clock, account.tokenUri(), "token_uri of config.service_account_json");
            tokens = new Tokens(endpoint.ask(Map.of(), () -> account.form(clock.instant())), clock);
        }
    }

    static String url(PubSubConfig config) {
        String base = Objects.requireNonNullElse(config.endpoint(), GOOGLE).replaceAll("/+$", "");
        return base + "/v1/projects/" + encoded(config.projectId()) + "/topics/" + encoded(config.topicId())
                + ":publish";
    }

    private static String encoded(@Nullable String name) {
        return URLEncoder.encode(Objects.requireNonNull(name, "checked when it was set up"), StandardCharsets.UTF_8);
    }

    Mono<Answer> publish(byte[] request) {
        Map<String, String> json = Map.of("Content-Type", "application/json");
        Tokens issued = tokens;
        if (issued == null) {
            return http.exchange(HttpMethod.POST, url, json, request).map(Answer::accepted);
        }
        return issued.get()
                .flatMap(token -> http.exchange(
                                HttpMethod.POST,
                                url,
                                Map.of("Content-Type", "application/json", "Authorization", "Bearer " + token.value()),
                                request)
                        .doOnNext(answer -> {
                            if (Objects.equals(answer.status(), UNAUTHORIZED)) {
                                issued.drop(token.value());
                            }
                        })
                        .map(Answer::accepted));
    }
}
