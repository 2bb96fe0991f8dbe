package io.hookstream.api.security;

import io.hookstream.api.Errors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import reactor.core.publisher.Mono;

/** Requests to the API are refused if they look like an attempt to mislead a parser. Webhooks may look like anything. */
@Configuration(proxyBeanMethods = false)
class FirewallConfiguration {

    private static final String INGEST = "/v1/ingest/";

    @Bean
    ServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall strict = new StrictServerWebExchangeFirewall();
        return exchange -> exchange.getRequest().getPath().value().startsWith(INGEST)
                ? Mono.just(exchange)
                : strict.getFirewalledExchange(exchange);
    }

    @Bean
    ServerExchangeRejectedHandler rejectedHandler(Errors errors) {
        return (exchange, rejected) -> errors.write(
                exchange, HttpStatus.BAD_REQUEST, "The request is not acceptable: " + rejected.getMessage());
    }
}
