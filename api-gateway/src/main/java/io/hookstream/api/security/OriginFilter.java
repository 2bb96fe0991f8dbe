package io.hookstream.api.security;

import io.hookstream.api.RequestIdFilter;
import io.hookstream.messages.Origin;
import java.security.Principal;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Notes whose request it is, for the commands that it leads to. */
final class OriginFilter implements WebFilter {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getPrincipal()
                .map(Principal::getName)
                .defaultIfEmpty("")
                .flatMap(actor -> actor.isEmpty()
                        ? chain.filter(exchange)
                        : chain.filter(exchange)
                                .contextWrite(context ->
                                        context.put(Origin.class, new Origin(actor, RequestIdFilter.of(exchange)))));
    }
}
