package io.hookstream.app.tracing;

import io.hookstream.messages.Traceparent;
import io.hookstream.messages.event.InboundEventCommand;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Map;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** A span for each command that a traced one led to, until its domain events are on disk; they say that they come from it. */
final class CommandSpans implements MessageHandlerInterceptor<CommandMessage<?>> {

    private final Spans spans;

    CommandSpans(Spans spans) {
        this.spans = spans;
    }

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
        CommandMessage<?> command = unitOfWork.getMessage();
        String parent = Traceparent.of(command);
        if (parent == null) {
            return chain.proceed();
        }
        Span span = spans.child(command.getPayloadType().getSimpleName(), SpanKind.INTERNAL, parent)
                .startSpan();
        if (command.getPayload() instanceof InboundEventCommand about) {
            span.setAttribute(Spans.EVENT_ID, about.eventId());
        }
        Map<String, String> caused = Spans.metadata(span);
        unitOfWork.registerCorrelationDataProvider(message -> caused);
        unitOfWork.onRollback(failed -> {
            if (failed.getExecutionResult() != null
                    && failed.getExecutionResult().isExceptionResult()) {
                Spans.fail(span, failed.getExecutionResult().getExceptionResult());
            }
        });
        unitOfWork.onCleanup(ended -> span.end());
        try {
            return chain.proceed();
        } catch (Exception e) {
            Spans.fail(span, e);
            throw e;
        }
    }
}
