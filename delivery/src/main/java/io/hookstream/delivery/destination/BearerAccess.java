package io.hookstream.delivery.destination;

import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.ClientCredentials;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Requests carry a token; one that the destination does not take is used no more. */
final class BearerAccess implements HttpAccess {

    private static final String HEADER = "Authorization";
    private static final String PREFIX = "Bearer ";
    private static final int UNAUTHORIZED = 401;

    private final GuardedHttp http;
    private final Tokens tokens;

    BearerAccess(ClientCredentials credentials, GuardedHttp http, SecretCipher cipher, Clock clock) {
        this.http = http;
        String checked = "checked when it was set up";
        TokenEndpoint endpoint = new TokenEndpoint(
                http, clock, Objects.requireNonNull(credentials.tokenUrl(), checked), "config.auth.token_url");
        String id = Objects.requireNonNull(credentials.clientId(), checked);
        String secret = cipher.decrypt(Objects.requireNonNull(credentials.clientSecret(), checked));
        boolean inBody = ClientCredentials.BODY.equals(credentials.clientAuth());
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        put(form, "client_id", inBody ? id : null);
        put(form, "client_secret", inBody ? secret : null);
        put(form, "scope", credentials.scope());
        put(form, "audience", credentials.audience());
        Map<String, String> headers = inBody ? Map.of() : Map.of(HEADER, basic(id, secret));
        tokens = new Tokens(endpoint.ask(headers, () -> form), clock);
    }

    private static void put(Map<String, String> form, String name, @Nullable String value) {
        if (value != null) {
            form.put(name, value);
        }
    }

    /** RFC 6749, section 2.3.1: encoded as in a form first. */
    private static String basic(String id, String secret) {
        return BasicAuth.header(TokenEndpoint.encoded(id), TokenEndpoint.encoded(secret));
    }

    @Override
    public HttpClient client(URI url) {
        return http.client(url);
    }

    @Override
    public Mono<HttpRequest> admit(HttpRequest request) {
        return tokens.get().map(token -> request.with(HEADER, PREFIX + token.value()));
    }

    @Override
    public void answered(HttpRequest admitted, @Nullable Integer status) {
        String sent = admitted.headers().get(HEADER);
        if (sent != null && status != null && status == UNAUTHORIZED) {
            tokens.drop(sent.substring(PREFIX.length()));
        }
    }

    @Override
    public void close() {
        // Its connections are everybody's.
    }
}
