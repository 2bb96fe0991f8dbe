package io.hookstream.app.tracing;

import io.hookstream.messages.Traceparent;
import io.hookstream.messages.event.InboundEventEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Map;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * A span for what a processor does with each domain event, or a saga with a deadline, that something traced led to. It ends
 * before the batch does, which writes what many handlers collect. What is rebuilt from the log is not traced again.
 */
final class HandlingSpans implements MessageHandlerInterceptor<Message<?>> {

    /** Commands and deadlines come from the message that is handled when they are made. One, for it is kept once. */
    private static final CorrelationDataProvider CAUSED = message -> {
        String parent = Traceparent.of(message);
        return parent == null ? Map.of() : Map.of(Traceparent.NAME, parent);
    };

    private final String name;
    private final Spans spans;

    /** @param name of what handles them */
    HandlingSpans(String name, Spans spans) {
        this.name = name;
        this.spans = spans;
    }

    @Override
    public Object handle(UnitOfWork<? extends Message<?>> unitOfWork, InterceptorChain chain) throws Exception {
        Message<?> message = unitOfWork.getMessage();
        String parent = Traceparent.of(message);
        if (parent == null || ReplayToken.isReplay(message)) {
            return chain.proceed();
        }
        Span span = spans.child(name + " " + message.getPayloadType().getSimpleName(), SpanKind.CONSUMER, parent)
                .startSpan();
        if (message.getPayload() instanceof InboundEventEvent about) {
            span.setAttribute(Spans.EVENT_ID, about.eventId());
        }
        unitOfWork.registerCorrelationDataProvider(CAUSED);
        unitOfWork.transformMessage(handled -> handled.andMetaData(Spans.metadata(span)));
        try {
            return chain.proceed();
        } catch (Exception e) {
            Spans.fail(span, e);
            throw e;
        } finally {
            span.end();
        }
    }
}
