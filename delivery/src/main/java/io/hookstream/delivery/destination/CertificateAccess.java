package io.hookstream.delivery.destination;

import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.ClientCertificate;
import io.hookstream.messages.destination.ClientKey;
import io.hookstream.messages.destination.Pem;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Requests go over connections that have shown a certificate. */
final class CertificateAccess implements HttpAccess {

    private final GuardedHttp.Secured http;
    private final X509Certificate certificate;
    private final Clock clock;

    CertificateAccess(ClientCertificate settings, GuardedHttp guarded, SecretCipher cipher, Clock clock) {
        this.clock = clock;
        String checked = "checked when it was set up";
        List<X509Certificate> chain = Pem.certificates(Objects.requireNonNull(settings.certificate(), checked));
        certificate = chain.getFirst();
        ClientKey encrypted = Objects.requireNonNull(settings.privateKey(), checked);
        PrivateKey key = Pem.privateKey(cipher.decrypt(encrypted.secret())).orElseThrow();
        SslContextBuilder tls = SslContextBuilder.forClient().keyManager(key, chain);
        if (settings.caCertificate() != null) {
            tls.trustManager(Pem.certificates(settings.caCertificate()));
        }
        try {
            http = guarded.secured(tls);
        } catch (SSLException e) {
            throw new RefusedException(
                    ErrorType.TLS_ERROR,
                    "config.auth: the certificate cannot be used, which is valid until "
                            + certificate.getNotAfter().toInstant() + ": " + Attempts.message(e),
                    null);
        }
    }

    @Override
    public HttpClient client(URI url) {
        return http.client();
    }

    /** An expired one is not shown: what a destination says to that is seldom as clear. */
    @Override
    public Mono<HttpRequest> admit(HttpRequest request) {
        Instant now = clock.instant();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            return Mono.error(new RefusedException(
                    ErrorType.TLS_ERROR,
                    "config.auth.certificate is valid from " + from + " until " + until + " only",
                    null));
        }
        return Mono.just(request);
    }

    @Override
    public void answered(HttpRequest admitted, @Nullable Integer status) {
        // A certificate is good or not before anything is answered.
    }

    @Override
    public void close() {
        http.close();
    }
}
