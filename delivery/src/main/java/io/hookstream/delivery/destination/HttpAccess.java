package io.hookstream.delivery.destination;

import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.ClientCertificate;
import io.hookstream.messages.destination.ClientCredentials;
import io.hookstream.messages.destination.HttpAuth;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** What {@code config.auth} of one destination has made: what its requests carry, and over whose connections they go. */
interface HttpAccess {

    /** May block. */
    static HttpAccess of(HttpAuth auth, GuardedHttp http, SecretCipher cipher, Clock clock) {
        return switch (auth) {
            case ClientCredentials credentials -> new BearerAccess(credentials, http, cipher, clock);
            case ClientCertificate certificate -> new CertificateAccess(certificate, http, cipher, clock);
        };
    }

    HttpClient client(URI url);

    /** The request as it may be sent; a {@link RefusedException} if it may not. */
    Mono<HttpRequest> admit(HttpRequest request);

    /**
     * @param admitted what was sent
     * @param status null if no answer came
     */
    void answered(HttpRequest admitted, @Nullable Integer status);

    void close();
}
