package io.hookstream.api.security;

import io.hookstream.api.BaseUrl;
import io.hookstream.api.Errors;
import io.hookstream.api.idempotency.IdempotentRequests;
import io.hookstream.api.limit.RateLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.FormLoginSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.HttpBasicSpec;
import org.springframework.security.config.web.server.ServerHttpSecurity.LogoutSpec;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import reactor.core.publisher.Mono;

/** Which address needs which scope. */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class SecurityConfiguration {

    private static final String INGEST = "/v1/ingest/";

    /**
     * Open to everybody: what comes in is judged by its source, the figures judge who asks, and the documentation
     * holds no secrets.
     */
    private static final String[] PUBLIC = {
        INGEST + "**", "/v1/health", "/metrics", "/v3/api-docs/**", "/swagger-ui/**", "/swagger-ui.html", "/webjars/**"
    };

    private static final String[] LOG_IN = {"/v1/auth/sign-up", "/v1/auth/login", "/v1/auth/logout"};

    private static final String[] LOG_IN_WITH = {"/v1/auth/options", "/v1/auth/oauth/**"};

    @Bean
    SecurityWebFilterChain security(
            ServerHttpSecurity http,
            ApiKeys keys,
            ApiKeyUses uses,
            Sessions sessions,
            BaseUrl baseUrl,
            Errors errors,
            RateLimits limits,
            IdempotentRequests idempotent) {
        return http
                // Webhooks do not come here; wrong addresses below theirs are told so, whoever asks.
                .securityMatcher(new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers(PUBLIC)))
                .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
                .csrf(CsrfSpec::disable) // SessionFilter looks at where a request comes from
                .httpBasic(HttpBasicSpec::disable)
                .formLogin(FormLoginSpec::disable)
                .logout(LogoutSpec::disable)
                .addFilterAt(new ApiKeyFilter(keys, uses, errors), SecurityWebFiltersOrder.AUTHENTICATION)
                .addFilterAt(new SessionFilter(sessions, baseUrl, errors), SecurityWebFiltersOrder.AUTHENTICATION)
                .addFilterAfter(new OrganizationLimitFilter(limits), SecurityWebFiltersOrder.AUTHENTICATION)
                .addFilterAfter(new IdempotencyFilter(idempotent), SecurityWebFiltersOrder.AUTHORIZATION)
                .addFilterAt(new OriginFilter(), SecurityWebFiltersOrder.LAST)
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers(HttpMethod.POST, LOG_IN)
                        .permitAll()
                        .pathMatchers(HttpMethod.GET, LOG_IN_WITH)
                        .permitAll()
                        // What somebody who is logged in may do there, their role decides.
                        .pathMatchers("/v1/auth/**")
                        .authenticated()
                        .pathMatchers("/v1/admin/**")
                        .hasAuthority("admin")
                        .pathMatchers(HttpMethod.GET)
                        .hasAuthority("read")
                        .pathMatchers(HttpMethod.HEAD)
                        .hasAuthority("read")
                        .pathMatchers("/v1/organization/**")
                        .authenticated()
                        .anyExchange()
                        .hasAuthority("write"))
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint((exchange, e) -> errors.write(
                                exchange, HttpStatus.UNAUTHORIZED, "An API key is needed, in X-API-Key, or a login"))
                        .accessDeniedHandler((exchange, e) -> exchange.getPrincipal()
                                .cast(Caller.class)
                                .flatMap(caller -> errors.write(
                                        exchange,
                                        HttpStatus.FORBIDDEN,
                                        caller.person() == null
                                                ? "The API key does not have the scope for this"
                                                : "Your role does not allow this"))))
                .build();
    }

    /** A method that is not known is answered with those that are; below the address of webhooks any request is good. */
    @Bean
    ServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall strict = new StrictServerWebExchangeFirewall();
        strict.setUnsafeAllowAnyHttpMethod(true);
        return exchange -> exchange.getRequest().getPath().value().startsWith(INGEST)
                ? Mono.just(exchange)
                : strict.getFirewalledExchange(exchange);
    }

    @Bean
    ServerExchangeRejectedHandler rejections(Errors errors) {
        return (exchange, e) ->
                errors.write(exchange, HttpStatus.BAD_REQUEST, "The address or a header of the request is not allowed");
    }
}
