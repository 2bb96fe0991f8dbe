package io.hookstream.app.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/** Times requests by their kind of address, and counts webhooks by what became of them. */
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class RequestMeters implements WebFilter {

    private static final String INGEST = "/v1/ingest/";
    private static final Set<String> METHODS =
            Stream.of(HttpMethod.values()).map(HttpMethod::name).collect(Collectors.toUnmodifiableSet());

    private record Key(String method, String uri, int status) {}

    private final MeterRegistry meters;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Integer, Counter> webhooks = new ConcurrentHashMap<>();

    RequestMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        long began = System.nanoTime();
        exchange.getResponse().beforeCommit(() -> {
            record(exchange, System.nanoTime() - began);
            return Mono.empty();
        });
        return chain.filter(exchange);
    }

    private void record(ServerWebExchange exchange, long nanos) {
        HttpStatusCode answered = exchange.getResponse().getStatusCode();
        int status = answered == null ? 200 : answered.value();
        PathPattern pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        String method = exchange.getRequest().getMethod().name();
        Key key = new Key(
                METHODS.contains(method) ? method : "OTHER",
                pattern == null ? "UNKNOWN" : pattern.getPatternString(),
                status);
        timers.computeIfAbsent(key, this::timer).record(nanos, TimeUnit.NANOSECONDS);
        if (exchange.getRequest().getPath().value().startsWith(INGEST)) {
            webhooks.computeIfAbsent(status, this::webhooks).increment();
        }
    }

    private Timer timer(Key key) {
        return Timer.builder("http.server.requests")
                .tag("method", key.method)
                .tag("uri", key.uri)
                .tag("status", String.valueOf(key.status))
                .serviceLevelObjectives(MetricsConfiguration.BUCKETS)
                .register(meters);
    }

    private Counter webhooks(int status) {
        return Counter.builder("hookstream.webhooks")
                .description("Webhooks, by whether they were accepted or why not")
                .tag("result", status < 300 ? "accepted" : "refused")
                .tag("reason", reason(status))
                .register(meters);
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "none";
            case 400 -> "malformed";
            case 401 -> "signature";
            case 403 -> "forbidden";
            case 404 -> "unknown_source";
            case 408 -> "too_slow";
            case 413 -> "too_large";
            case 422 -> "schema";
            case 429 -> "rate_limit";
            case 503 -> "unavailable";
            default -> "other";
        };
    }
}
