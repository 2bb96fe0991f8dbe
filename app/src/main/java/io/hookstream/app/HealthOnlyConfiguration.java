package io.hookstream.app;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;

/** What a process without the gateway answers: its health and its figures to whoever watches it, and nothing else. */
@Configuration(proxyBeanMethods = false)
@Conditional(HealthOnlyConfiguration.WithoutGateway.class)
class HealthOnlyConfiguration {

    static final class WithoutGateway implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !Roles.of(context.getEnvironment()).contains(Roles.Role.GATEWAY);
        }
    }

    /** Without it, Spring Boot would ask for a password. */
    @Bean
    SecurityWebFilterChain healthOnly(ServerHttpSecurity http) {
        return http.authorizeExchange(exchanges -> exchanges
                        .pathMatchers("/v1/health", "/metrics")
                        .permitAll()
                        .anyExchange()
                        .denyAll())
                .exceptionHandling(refusals ->
                        refusals.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.NOT_FOUND)))
                .csrf(ServerHttpSecurity.CsrfSpec::disable)
                .build();
    }
}
