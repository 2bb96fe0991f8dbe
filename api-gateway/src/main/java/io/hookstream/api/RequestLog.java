package io.hookstream.api;

import io.hookstream.messages.Traceparent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Says of which request, and of which trace if there is one, a line of the log is, in the words of the Elastic Common
 * Schema. It is looked up when something goes wrong, so that requests that go well pay nothing for it.
 */
public final class RequestLog {

    private static final String REQUEST_ID = "http.request.id";
    private static final String TRACE_ID = "trace.id";

    private RequestLog() {}

    public static LoggingEventBuilder of(ServerWebExchange exchange, LoggingEventBuilder line) {
        return of(RequestIdFilter.of(exchange), exchange.getAttribute(Traceparent.NAME), line);
    }

    /** Where only Reactor knows the request. */
    private static LoggingEventBuilder of(ContextView context, LoggingEventBuilder line) {
        return of(
                context.getOrDefault(RequestIdFilter.HEADER, null), context.getOrDefault(Traceparent.NAME, null), line);
    }

    /** Writes a line before what follows. */
    public static <T> Mono<T> write(LoggingEventBuilder line, Consumer<LoggingEventBuilder> text, Mono<T> then) {
        return Mono.deferContextual(context -> {
            text.accept(of(context, line));
            return then;
        });
    }

    private static LoggingEventBuilder of(
            @Nullable String requestId, @Nullable String parent, LoggingEventBuilder line) {
        LoggingEventBuilder named =
                requestId == null || requestId.isEmpty() ? line : line.addKeyValue(REQUEST_ID, requestId);
        return parent == null ? named : named.addKeyValue(TRACE_ID, Traceparent.traceId(parent));
    }
}
