package io.hookstream.app.tracing;

import io.hookstream.api.RequestIdFilter;
import io.hookstream.messages.Traceparent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Set;
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

/**
 * Begins a trace with each request, but for those that look after the program itself. Whoever sends a traceparent is named by
 * a link: anybody can send one, and neither joins our traces by it nor decides what is sampled. Addresses are told by their
 * pattern, for an id, a query or a path may be a secret.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 7)
class RequestSpans implements WebFilter {

    private static final Set<String> UNTRACED = Set.of("/metrics", "/v1/health");
    private static final Set<String> METHODS =
            Stream.of(HttpMethod.values()).map(HttpMethod::name).collect(Collectors.toUnmodifiableSet());

    private final Spans spans;

    RequestSpans(Spans spans) {
        this.spans = spans;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (UNTRACED.contains(exchange.getRequest().getPath().value())) {
            return chain.filter(exchange);
        }
        Span span = begin(exchange);
        if (!span.isRecording()) {
            return chain.filter(exchange);
        }
        String parent = Spans.traceparent(span);
        exchange.getAttributes().put(Traceparent.NAME, parent);
        exchange.getResponse().beforeCommit(() -> {
            end(span, exchange);
            return Mono.empty();
        });
        return chain.filter(exchange)
                .doOnCancel(() -> span.setStatus(StatusCode.ERROR).end())
                .contextWrite(context -> context.put(Traceparent.NAME, parent));
    }

    private Span begin(ServerWebExchange exchange) {
        String method = exchange.getRequest().getMethod().name();
        SpanBuilder span = spans.root(METHODS.contains(method) ? method : "HTTP", SpanKind.SERVER)
                .setAttribute("http.request.method", METHODS.contains(method) ? method : "_OTHER")
                .setAttribute(
                        "url.scheme",
                        String.valueOf(exchange.getRequest().getURI().getScheme()))
                .setAttribute("hookstream.request.id", RequestIdFilter.of(exchange));
        String theirs = exchange.getRequest().getHeaders().getFirst(Traceparent.NAME);
        if (theirs != null) {
            SpanContext caller = Spans.read(theirs);
            if (caller.isValid()) {
                span.addLink(caller);
            }
        }
        return span.startSpan();
    }

    private static void end(Span span, ServerWebExchange exchange) {
        PathPattern pattern = exchange.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (pattern != null) {
            String route = pattern.getPatternString();
            span.updateName(exchange.getRequest().getMethod().name() + " " + route)
                    .setAttribute("http.route", route);
        }
        HttpStatusCode answered = exchange.getResponse().getStatusCode();
        int status = answered == null ? 200 : answered.value();
        span.setAttribute("http.response.status_code", status);
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR).setAttribute(Spans.ERROR_TYPE, String.valueOf(status));
        }
        span.end();
    }
}
