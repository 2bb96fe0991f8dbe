package io.hookstream.app.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.Traceparent;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.Test;

class HandlingSpansTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
    private static final TrackingToken HERE = new GlobalSequenceTrackingToken(7);

    private final List<SpanData> ended = new ArrayList<>();
    private final SdkTracerProvider tracers = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    ended.addAll(spans);
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            }))
            .build();
    private final HandlingSpans spans = new HandlingSpans("router", new Spans(tracers.get("test"), () -> {}));

    private Object handle(TrackingToken token, Map<String, String> metadata, InterceptorChain chain) throws Exception {
        DefaultUnitOfWork<Message<?>> unitOfWork = DefaultUnitOfWork.startAndGet(
                new GenericTrackedEventMessage<>(token, new GenericEventMessage<>("payload", metadata)));
        try {
            return spans.handle(unitOfWork, chain);
        } finally {
            unitOfWork.rollback();
        }
    }

    @Test
    void whatIsSentMeanwhileComesFromTheSpan() throws Exception {
        Message<?> sent = (Message<?>)
                handle(HERE, Map.of(Traceparent.NAME, PARENT), () -> GenericCommandMessage.asCommandMessage("command"));

        assertThat(ended).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("router String");
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
            assertThat(Traceparent.of(sent)).startsWith("00-" + TRACE + "-" + span.getSpanId());
        });
    }

    @Test
    void whatNothingTracedLedToHasNoSpan() throws Exception {
        Message<?> sent = (Message<?>) handle(HERE, Map.of(), () -> GenericCommandMessage.asCommandMessage("command"));

        assertThat(ended).isEmpty();
        assertThat(Traceparent.of(sent)).isNull();
    }

    @Test
    void whatIsRebuiltFromTheLogIsNotTracedAgain() throws Exception {
        TrackingToken replay = ReplayToken.createReplayToken(new GlobalSequenceTrackingToken(9), HERE);

        handle(replay, Map.of(Traceparent.NAME, PARENT), () -> "handled");

        assertThat(ended).isEmpty();
    }

    @Test
    void aProblemIsToldByItsTypeOnly() {
        assertThatThrownBy(() -> handle(HERE, Map.of(Traceparent.NAME, PARENT), () -> {
                    throw new IllegalStateException("secret");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(ended).singleElement().satisfies(span -> {
            assertThat(span.getAttributes().get(Spans.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
            assertThat(span.toString()).doesNotContain("secret");
        });
    }

    @Test
    void whatIsNoTraceparentIsNotRead() {
        assertThat(Spans.read("Kanarienvogel").isValid()).isFalse();
        assertThat(Spans.read("00-" + "0".repeat(32) + "-00f067aa0ba902b7-01").isValid())
                .isFalse();
        assertThat(Spans.read(PARENT).isValid()).isTrue();
    }
}
