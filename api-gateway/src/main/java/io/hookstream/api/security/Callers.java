package io.hookstream.api.security;

import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Looks again who makes a request, for those that last long: a key may be revoked meanwhile, or a session end. */
@Component
public class Callers {

    private final ApiKeys keys;
    private final Sessions sessions;

    Callers(ApiKeys keys, Sessions sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    /** Empty if nobody does any more. */
    public Mono<Caller> of(ServerWebExchange exchange) {
        List<String> shown = ShownKeys.of(exchange.getRequest());
        return shown.isEmpty()
                ? sessions.shown(exchange).map(Caller::new)
                : keys.find(shown.getFirst()).map(Caller::new);
    }
}
