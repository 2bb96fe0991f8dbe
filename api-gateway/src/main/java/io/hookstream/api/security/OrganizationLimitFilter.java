package io.hookstream.api.security;

import io.hookstream.api.limit.RateLimits;
import java.util.Optional;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Counts what an organization asks for, once it is known whose key it is. It is no bean, as {@link ApiKeyFilter} is none. */
class OrganizationLimitFilter implements WebFilter {

    private final RateLimits limits;

    OrganizationLimitFilter(RateLimits limits) {
        this.limits = limits;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return ReactiveSecurityContextHolder.getContext()
                .mapNotNull(SecurityContext::getAuthentication)
                .ofType(Caller.class)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(caller -> {
                    caller.ifPresent(somebody ->
                            limits.somebody(exchange, somebody.tenant().organizationId()));
                    return chain.filter(exchange);
                });
    }
}
