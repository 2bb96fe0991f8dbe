package io.hookstream.app.tracing;

import io.hookstream.messages.Traceparent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Begins spans. None is ever the current one of a thread: what comes of what is said by {@link Traceparent}, for commands,
 * events and attempts change threads and processes.
 */
final class Spans implements AutoCloseable {

    static final AttributeKey<String> EVENT_ID = AttributeKey.stringKey("hookstream.event.id");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    private final Tracer tracer;
    private final Runnable end;

    Spans(Tracer tracer, Runnable end) {
        this.tracer = tracer;
        this.end = end;
    }

    SpanBuilder root(String name, SpanKind kind) {
        return tracer.spanBuilder(name).setSpanKind(kind).setNoParent();
    }

    SpanBuilder child(String name, SpanKind kind, String parent) {
        return tracer.spanBuilder(name).setSpanKind(kind).setParent(context(parent));
    }

    /** What a traceparent says, which anybody may have written: invalid if it is none. */
    static SpanContext read(String traceparent) {
        return Span.fromContext(context(traceparent)).getSpanContext();
    }

    private static Context context(String traceparent) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, Header.INSTANCE);
    }

    static String traceparent(Span span) {
        SpanContext context = span.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                + context.getTraceFlags().asHex();
    }

    static Map<String, String> metadata(Span span) {
        return Map.of(Traceparent.NAME, traceparent(span));
    }

    /** Of which kind a problem is; what it says may be anybody's data. */
    static void fail(Span span, Throwable problem) {
        span.setStatus(StatusCode.ERROR)
                .setAttribute(ERROR_TYPE, problem.getClass().getName());
    }

    @Override
    public void close() {
        end.run();
    }

    private enum Header implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(Traceparent.NAME);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String name) {
            return Traceparent.NAME.equals(name) ? traceparent : null;
        }
    }
}
