package io.hookstream.api.security;

import io.hookstream.api.Errors;
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

    private final ApiKeys keys;
    private final ApiKeyUses uses;
    private final Errors errors;

    ApiKeyFilter(ApiKeys keys, ApiKeyUses uses, Errors errors) {
        this.keys = keys;
        this.uses = uses;
        this.errors = errors;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> shown = ShownKeys.of(exchange.getRequest());
        if (shown.isEmpty()) {
            return chain.filter(exchange);
        }
        if (shown.size() > 1) {
            return errors.write(exchange, HttpStatus.UNAUTHORIZED, "Show one API key, not several");
        }
        return keys.find(shown.get(0))
                .doOnNext(key -> uses.count(key.id()))
                .map(Caller::new)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(caller -> caller.isPresent()
                        ? chain.filter(exchange)
                                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(caller.get()))
                        : errors.write(exchange, HttpStatus.UNAUTHORIZED, "The API key is not valid"));
    }
}
