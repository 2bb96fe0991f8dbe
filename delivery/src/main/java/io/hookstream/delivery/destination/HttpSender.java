package io.hookstream.delivery.destination;

import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.HttpAuth;
import io.hookstream.messages.destination.HttpConfig;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Clock;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * Sends events to HTTP destinations.
 *
 * <p>A request is written again by itself only if its connection turned out to be closed before anything of it was
 * written, as happens with one kept alive that the destination closed meanwhile. If part of it may have arrived, the
 * attempt fails with {@code connection_error} instead: whether to repeat it is for the retry policy, which counts it.
 */
public final class HttpSender implements Sender, AutoCloseable {

    private final GuardedHttp http;
    private final SecretCipher cipher;
    private final Clock clock;

    /** Of destinations with {@code config.auth} only. */
    private final Clients<HttpAccess> accesses;

    public HttpSender(GuardedHttp http, SecretCipher cipher, Clock clock) {
        this.http = http;
        this.cipher = cipher;
        this.clock = clock;
        accesses = new Clients<>(target -> HttpAccess.of(auth(target), http, cipher, clock), HttpAccess::close);
    }

    private static HttpAuth auth(Target target) {
        return Objects.requireNonNull(target.config(HttpConfig.class).auth(), "asked for where there is one only");
    }

    @Override
    public DestinationType type() {
        return DestinationType.HTTP;
    }

    @Override
    public Mono<AttemptResult> send(Outbound outbound) {
        return Mono.defer(() -> {
            HttpAttempt attempt = new HttpAttempt(outbound, clock.instant());
            return Mono.defer(attempt::sign)
                    .then(Mono.defer(() -> exchange(attempt, outbound)))
                    .timeout(outbound.timeout())
                    .then(Mono.fromSupplier(attempt::finished))
                    .onErrorResume(problem -> Mono.just(attempt.failed(problem)));
        });
    }

    private HttpRequest request(Outbound outbound) {
        return HttpRequest.of(outbound.target().config(HttpConfig.class), http, cipher);
    }

    private Mono<Void> exchange(HttpAttempt attempt, Outbound outbound) {
        HttpRequest request = request(outbound);
        if (outbound.target().config(HttpConfig.class).auth() == null) {
            return exchange(attempt, request, http.client(request.url()));
        }
        return accesses.use(
                outbound.target(),
                access -> access.admit(request)
                        .flatMap(admitted -> exchange(attempt, admitted, access.client(admitted.url()))
                                .doOnSuccess(ended -> access.answered(admitted, attempt.status()))));
    }

    private static Mono<Void> exchange(HttpAttempt attempt, HttpRequest request, HttpClient client) {
        Flux<Boolean> exchange = client.request(HttpMethod.valueOf(request.method()))
                .uri(request.url())
                .send((sent, out) -> attempt.write(request, sent, out))
                .responseConnection(attempt::read);
        return exchange.then();
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        HttpAuth auth = outbound.target().config(HttpConfig.class).auth();
        HttpRequest plain = request(outbound);
        HttpRequest request = auth == null || auth.header() == null ? plain : plain.with(auth.header(), Secret.MASK);
        return new Sketch(
                request.method(),
                request.url().toString(),
                request.masked(RequestHeaders.unsigned(request, outbound, clock.instant())));
    }

    @Override
    public void close() {
        accesses.close();
    }
}
