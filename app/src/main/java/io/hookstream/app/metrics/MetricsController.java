package io.hookstream.app.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.server.util.matcher.IpAddressServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The figures as Prometheus reads them, for those that are allowed to and ask directly: a proxy on this machine would
 * otherwise show them to everybody.
 */
@RestController
@Hidden
class MetricsController {

    private static final MediaType FORMAT = MediaType.parseMediaType("text/plain;version=0.0.4;charset=utf-8");
    private static final List<String> OF_PROXIES = List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via");
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final PrometheusMeterRegistry meters;
    private final ProcessorMeters processors;
    private final List<ServerWebExchangeMatcher> allowed;

    MetricsController(PrometheusMeterRegistry meters, ProcessorMeters processors, MetricsProperties properties) {
        this.meters = meters;
        this.processors = processors;
        this.allowed = properties.allow().stream()
                .<ServerWebExchangeMatcher>map(IpAddressServerWebExchangeMatcher::new)
                .toList();
    }

    @GetMapping("/metrics")
    Mono<ResponseEntity<String>> metrics(ServerWebExchange exchange) {
        return allowed(exchange)
                .filter(yes -> yes)
                .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)))
                .flatMap(yes -> Mono.fromRunnable(processors::refresh)
                        .subscribeOn(Schedulers.boundedElastic())
                        .timeout(LIMIT, Mono.empty())
                        .then(Mono.fromSupplier(
                                () -> ResponseEntity.ok().contentType(FORMAT).body(meters.scrape()))));
    }

    private Mono<Boolean> allowed(ServerWebExchange exchange) {
        if (OF_PROXIES.stream().anyMatch(exchange.getRequest().getHeaders()::containsHeader)) {
            return Mono.just(false);
        }
        return Flux.fromIterable(allowed)
                .concatMap(matcher -> matcher.matches(exchange))
                .any(MatchResult::isMatch);
    }
}
