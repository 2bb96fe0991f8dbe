package io.hookstream.api.limit;

import io.hookstream.api.ApiException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Counts every request before anything is done for it. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class RateLimitFilter implements WebFilter {

    private static final String INGEST = "/v1/ingest/";

    private final RateLimits limits;

    RateLimitFilter(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        try {
            if (exchange.getRequest().getPath().value().startsWith(INGEST)) {
                limits.webhook(exchange);
            } else {
                limits.anybody(exchange);
            }
        } catch (ApiException e) {
            return Mono.error(e);
        }
        return chain.filter(exchange);
    }
}
