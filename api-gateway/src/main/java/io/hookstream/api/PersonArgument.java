package io.hookstream.api;

import io.hookstream.api.security.Caller;
import io.hookstream.api.security.Person;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Gives a controller's method the person who is logged in; whoever shows an API key instead is refused. */
final class PersonArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Person.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext context, ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .cast(Caller.class)
                .<Object>mapNotNull(Caller::person)
                .switchIfEmpty(
                        Mono.error(() -> ApiException.forbidden("Log in for this: an API key does not allow it")));
    }
}
