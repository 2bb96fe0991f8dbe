package io.hookstream.delivery.destination;

import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.HttpConfig;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Clock;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends events to HTTP destinations.
 *
 * <p>A request is written again by itself only if its connection turned out to be closed before anything of it was
 * written, as happens with one kept alive that the destination closed meanwhile. If part of it may have arrived, the
 * attempt fails with {@code connection_error} instead: whether to repeat it is for the retry policy, which counts it.
 */
public final class HttpSender implements Sender {

    private final GuardedHttp http;
    private final SecretCipher cipher;
    private final Clock clock;

    public HttpSender(GuardedHttp http, SecretCipher cipher, Clock clock) {
        this.http = http;
        this.cipher = cipher;
        this.clock = clock;
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
                    .then(Mono.defer(() -> exchange(attempt, request(outbound))))
                    .timeout(outbound.timeout())
                    .then(Mono.fromSupplier(attempt::finished))
                    .onErrorResume(problem -> Mono.just(attempt.failed(problem)));
        });
    }

    private HttpRequest request(Outbound outbound) {
        return HttpRequest.of(outbound.target().config(HttpConfig.class), http, cipher);
    }

    private Mono<Void> exchange(HttpAttempt attempt, HttpRequest request) {
        Flux<Boolean> exchange = http.client()
                .request(HttpMethod.valueOf(request.method()))
                .uri(request.url())
                .send((sent, out) -> attempt.write(request, sent, out))
                .responseConnection(attempt::read);
        return exchange.then();
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        HttpRequest request = request(outbound);
        return new Sketch(
                request.method(),
                request.url().toString(),
                request.masked(RequestHeaders.unsigned(request, outbound, clock.instant())));
    }
}
