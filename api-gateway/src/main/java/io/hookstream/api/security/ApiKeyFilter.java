package io.hookstream.api.security;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hookstream.api.Bus;
import io.hookstream.api.Errors;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets in whoever shows a valid API key. A wrong one is refused, whatever else the request shows. */
class ApiKeyFilter implements WebFilter {

    static final String HEADER = "X-API-Key";

    /** How long a key that was taken away may still work in another process. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private static final int MAX_KEYS = 10_000;

    private final Bus bus;
    private final Errors errors;
    private final AsyncCache<String, ApiKeyView> keys = Caffeine.newBuilder()
            .maximumSize(MAX_KEYS)
            .expireAfterWrite(REMEMBERED)
            .buildAsync();

    ApiKeyFilter(Bus bus, Errors errors) {
        this.bus = bus;
        this.errors = errors;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String key = exchange.getRequest().getHeaders().getFirst(HEADER);
        if (key == null) {
            return chain.filter(exchange);
        }
        // Caffeine keeps no null: a key that is not known is looked up each time.
        return Mono.fromFuture(
                        () -> keys.get(
                                hash(key),
                                (hash, executor) -> bus.query(new FindApiKey(hash), ApiKeyView.class)
                                        .toFuture()),
                        // Others wait for the same answer: one that goes away must not take it from them.
                        true)
                .map(Caller::new)
                .map(java.util.Optional::of)
                .defaultIfEmpty(java.util.Optional.empty())
                .flatMap(caller -> caller.isPresent()
                        ? chain.filter(exchange)
                                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(caller.get()))
                        : errors.write(exchange, HttpStatus.UNAUTHORIZED, "The API key is not valid"));
    }

    private static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
