package io.hookstream.api.security;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hookstream.api.Bus;
import io.hookstream.api.Errors;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.apikey.ApiKeySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets in whoever shows a valid API key. A wrong one is refused, whatever else the request shows. It is no bean: Spring
 * would run it for every address, also for ingest, where a key in this header is the sender's own business.
 */
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
        List<String> shown = exchange.getRequest().getHeaders().getOrEmpty(HEADER);
        if (shown.isEmpty()) {
            return chain.filter(exchange);
        }
        if (shown.size() > 1) {
            return errors.write(exchange, HttpStatus.UNAUTHORIZED, "Show one API key, not several");
        }
        return find(ApiKeySettings.hash(shown.get(0)))
                .map(Caller::new)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(caller -> caller.isPresent()
                        ? chain.filter(exchange)
                                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(caller.get()))
                        : errors.write(exchange, HttpStatus.UNAUTHORIZED, "The API key is not valid"));
    }

    /** A caller who hangs up must not take the answer from others who wait for it: hence no cancelling. */
    private Mono<ApiKeyView> find(String hash) {
        // Caffeine keeps no null: a key that is not known is looked up each time.
        return Mono.fromFuture(
                () -> keys.get(
                        hash,
                        (key, executor) -> bus.query(new FindApiKey(key), ApiKeyView.class)
                                .switchIfEmpty(bus.nothing())
                                .toFuture()),
                true);
    }
}
