package io.hookstream.api.idempotency;

import io.hookstream.api.ApiException;
import io.hookstream.api.GatewayProperties;
import io.hookstream.api.RequestLog;
import io.hookstream.api.WholeBody;
import io.hookstream.messages.Ids;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.idempotency.IdempotencyStore;
import io.hookstream.messages.idempotency.IdempotencyStore.Answer;
import io.hookstream.messages.idempotency.IdempotencyStore.Attempt;
import io.hookstream.messages.idempotency.IdempotencyStore.Earlier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Answers a POST that shows an {@code Idempotency-Key} once: whoever sends it again within 24 hours gets the first answer.
 * An answer is kept before it is sent, and also if the caller has hung up meanwhile, because that is when it is asked for
 * again. What failed here is not kept.
 */
@Component
public class IdempotentRequests {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Logger log = LoggerFactory.getLogger(IdempotentRequests.class);

    private static final Duration KEPT = Duration.ofHours(24);

    /** A process that did not end a request in this time has crashed. */
    private static final Duration TAKE_OVER_AFTER = Duration.ofMinutes(2);

    private static final int MAX_KEY = 255;
    private static final int MAX_REQUEST = 1024 * 1024;

    private final IdempotencyStore store;
    private final SecretCipher cipher;
    private final Clock clock;
    private final Duration answerWithin;

    IdempotentRequests(IdempotencyStore store, SecretCipher cipher, Clock clock, GatewayProperties properties) {
        this.store = store;
        this.cipher = cipher;
        this.clock = clock;
        this.answerWithin = properties.answerWithin();
    }

    /** @param tenant whose keys they are */
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain, Tenant tenant) {
        ServerHttpRequest request = exchange.getRequest();
        List<String> keys = request.getHeaders().getOrEmpty(KEY);
        if (keys.isEmpty() || !request.getMethod().equals(HttpMethod.POST)) {
            return chain.filter(exchange);
        }
        if (keys.size() > 1 || keys.get(0).isBlank() || keys.get(0).length() > MAX_KEY) {
            return Mono.error(ApiException.badRequest(KEY + ": must be one of 1 to " + MAX_KEY + " characters"));
        }
        return DataBufferUtils.join(request.getBody(), MAX_REQUEST)
                .map(IdempotentRequests::bytes)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> once(exchange, chain, attempt(request, tenant, keys.get(0), body), body));
    }

    private Mono<Void> once(ServerWebExchange exchange, WebFilterChain chain, Attempt attempt, byte[] body) {
        return inTime(Mono.fromFuture(() -> store.begin(attempt), true))
                .flatMap(earlier -> earlier.isPresent()
                        ? replay(exchange, attempt, earlier.get())
                        : first(exchange, chain, attempt, body));
    }

    /** A caller who hangs up must not take the answer from the key: hence no cancelling. */
    private Mono<Void> first(ServerWebExchange exchange, WebFilterChain chain, Attempt attempt, byte[] body) {
        KeptResponse response = new KeptResponse(
                exchange.getResponse(), (status, headers, answer) -> settle(attempt, status, headers, answer));
        ServerWebExchange kept = exchange.mutate()
                .request(new ReadRequest(exchange.getRequest(), body))
                .response(response)
                .build();
        return Mono.deferContextual(context -> Mono.fromFuture(
                () -> chain.filter(kept)
                        .then(Mono.defer(() -> response.isSettled() ? Mono.<Void>empty() : forget(attempt)))
                        .onErrorResume(e -> response.isSettled()
                                ? Mono.error(e)
                                : forget(attempt).then(Mono.error(e)))
                        .contextWrite(context)
                        .toFuture(),
                true));
    }

    /** What failed is released before it is told, so that whoever tries again at once is not told to wait. */
    private Mono<Boolean> settle(Attempt attempt, HttpStatusCode status, HttpHeaders headers, byte[] body) {
        if (status.is5xxServerError() || status.value() == 429) {
            return forget(attempt).thenReturn(true);
        }
        Answer answer = new Answer(
                status.value(),
                headers.getFirst(HttpHeaders.CONTENT_TYPE),
                headers.getETag(),
                cipher.encrypt(new String(body, StandardCharsets.ISO_8859_1)));
        return inTime(Mono.fromFuture(() -> store.finish(attempt, answer), true).then())
                .thenReturn(true)
                // It has been carried out: to say that it failed would be worse than to forget it.
                .onErrorResume(e -> RequestLog.write(
                        log.atWarn(),
                        line -> line.log("An answer could not be kept for its idempotency key: {}", e.toString()),
                        Mono.just(false)));
    }

    private Mono<Void> forget(Attempt attempt) {
        return inTime(Mono.fromFuture(() -> store.forget(attempt), true).then())
                .onErrorResume(e -> RequestLog.write(
                        log.atWarn(),
                        line -> line.log("An idempotency key could not be released: {}", e.toString()),
                        Mono.empty()));
    }

    private Mono<Void> replay(ServerWebExchange exchange, Attempt attempt, Earlier earlier) {
        if (!earlier.digest().equals(attempt.digest())) {
            return Mono.error(ApiException.unprocessable(KEY + ": was used for another request"));
        }
        Answer answer = earlier.answer();
        if (answer == null) {
            return Mono.error(ApiException.conflict(
                    "The first request with this " + KEY + " is not answered yet: try again", Duration.ofSeconds(1)));
        }
        ServerHttpResponse response = exchange.getResponse();
        response.setRawStatusCode(answer.status());
        response.getHeaders().set(REPLAYED, "true");
        set(response.getHeaders(), HttpHeaders.CONTENT_TYPE, answer.contentType());
        set(response.getHeaders(), HttpHeaders.ETAG, answer.eTag());
        byte[] body = cipher.decrypt(answer.body()).getBytes(StandardCharsets.ISO_8859_1);
        return WholeBody.write(response, body);
    }

    private static void set(HttpHeaders headers, String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }

    private <T> Mono<T> inTime(Mono<T> call) {
        return call.timeout(answerWithin).onErrorMap(e -> {
            log.debug("The store of idempotency keys failed", e);
            return ApiException.unavailable("The store does not answer in time: try again");
        });
    }

    private Attempt attempt(ServerHttpRequest request, Tenant tenant, String key, byte[] body) {
        Instant now = clock.instant();
        String path = request.getPath().value();
        return new Attempt(
                digest(tenant.organizationId(), tenant.environmentId(), path, key),
                digest(String.valueOf(request.getURI().getRawQuery()), new String(body, StandardCharsets.ISO_8859_1)),
                Ids.create("try", now.toEpochMilli()),
                now,
                now.plus(TAKE_OVER_AFTER),
                now.plus(KEPT));
    }

    private static String digest(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static byte[] bytes(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }
}
