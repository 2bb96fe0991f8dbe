package io.hookstream.app.tracing;

import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.messages.destination.DestinationType;
import io.hookstream.messages.destination.HttpConfig;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.net.URI;
import java.util.Objects;
import reactor.core.publisher.Mono;

/**
 * A span for each attempt, which the destination is told of so that its own spans can belong to the trace. Of the address
 * only the host is told: the rest of it may be a secret.
 */
final class TracedSender implements Sender {

    private final Sender sender;
    private final Spans spans;

    TracedSender(Sender sender, Spans spans) {
        this.sender = sender;
        this.spans = spans;
    }

    @Override
    public DestinationType type() {
        return sender.type();
    }

    @Override
    public Sketch sketch(Outbound outbound) {
        return sender.sketch(outbound);
    }

    @Override
    public Mono<AttemptResult> send(Outbound outbound) {
        String parent = outbound.traceparent();
        return parent == null ? sender.send(outbound) : Mono.defer(() -> send(outbound, begin(outbound, parent)));
    }

    private Mono<AttemptResult> send(Outbound outbound, Span span) {
        return sender.send(outbound.withTraceparent(Spans.traceparent(span)))
                .doOnNext(result -> describe(span, result))
                .doOnCancel(() -> span.setStatus(StatusCode.ERROR))
                .doFinally(signal -> span.end());
    }

    private Span begin(Outbound outbound, String parent) {
        SpanBuilder span = outbound.target().config() instanceof HttpConfig http
                ? request(http, parent)
                : spans.child("send " + type().label(), SpanKind.CLIENT, parent);
        span.setAttribute(Spans.EVENT_ID, outbound.eventId())
                .setAttribute("hookstream.delivery.id", outbound.deliveryId())
                .setAttribute("hookstream.destination.type", type().label());
        if (outbound.attempt() > 1) {
            span.setAttribute("http.request.resend_count", outbound.attempt() - 1);
        }
        return span.startSpan();
    }

    private SpanBuilder request(HttpConfig http, String parent) {
        String method = Objects.requireNonNullElse(http.method(), "POST");
        URI url = URI.create(Objects.requireNonNull(http.url(), "checked when it was set up"));
        int port = url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return spans.child(method, SpanKind.CLIENT, parent)
                .setAttribute("http.request.method", method)
                .setAttribute("server.address", String.valueOf(url.getHost()))
                .setAttribute("server.port", port);
    }

    private static void describe(Span span, AttemptResult result) {
        if (result.statusCode() != null) {
            span.setAttribute("http.response.status_code", result.statusCode());
        }
        if (result.errorType() != null) {
            span.setStatus(StatusCode.ERROR).setAttribute(Spans.ERROR_TYPE, result.errorType());
        }
    }
}
