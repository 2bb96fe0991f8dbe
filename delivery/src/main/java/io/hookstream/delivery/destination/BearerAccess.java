package io.hookstream.delivery.destination;

import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.ClientCredentials;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Requests carry a token; one that the destination does not take is used no more. */
final class BearerAccess implements HttpAccess {

    private static final String HEADER = "Authorization";
    private static final String PREFIX = "Bearer ";
    private static final int UNAUTHORIZED = 401;

    private final HttpClient client;
    private final Tokens tokens;

    BearerAccess(ClientCredentials credentials, GuardedHttp http, SecretCipher cipher, Clock clock) {
        client = http.client();
        tokens = new Tokens(new TokenRequest(credentials, http, cipher, clock).send(), clock);
    }

    @Override
    public HttpClient client() {
        return client;
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
