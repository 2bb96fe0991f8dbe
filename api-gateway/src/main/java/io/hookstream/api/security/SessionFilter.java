package io.hookstream.api.security;

import io.hookstream.api.BaseUrl;
import io.hookstream.api.Errors;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets in whoever is logged in, unless the request shows an API key: that decides alone. What a browser sends because of
 * another site's page may look, but changes nothing; nor may it open a socket, which that page could read. No bean, like
 * {@link ApiKeyFilter}.
 */
class SessionFilter implements WebFilter {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Sessions sessions;
    private final BaseUrl baseUrl;
    private final Errors errors;

    SessionFilter(Sessions sessions, BaseUrl baseUrl, Errors errors) {
        this.sessions = sessions;
        this.baseUrl = baseUrl;
        this.errors = errors;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!ShownKeys.of(request).isEmpty()) {
            return chain.filter(exchange);
        }
        if ((!SAFE.contains(request.getMethod()) || ShownKeys.isSocket(request)) && isForeign(request)) {
            return errors.write(exchange, HttpStatus.FORBIDDEN, "The request comes from another site's page");
        }
        return sessions.shown(exchange)
                .map(Caller::new)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(caller -> caller.isPresent()
                        ? chain.filter(exchange)
                                .contextWrite(ReactiveSecurityContextHolder.withAuthentication(caller.get()))
                        : chain.filter(exchange));
    }

    /** Browsers name the origin of every request that may change something; programs that are none need not. */
    private boolean isForeign(ServerHttpRequest request) {
        String site = request.getHeaders().getFirst("Sec-Fetch-Site");
        String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
        if (origin == null) {
            return site != null && !site.equals("same-origin") && !site.equals("none");
        }
        if (origin.equals(baseUrl.of(request))) {
            return false;
        }
        // Behind a proxy that speaks HTTPS, only the scheme differs.
        String host = request.getHeaders().getFirst(HttpHeaders.HOST);
        return host == null || !host.equalsIgnoreCase(authority(origin));
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
