package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.MultiEventHandlerInvoker;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.junit.jupiter.api.Test;

class HandledTypesTest {

    private final List<Object> handled = new ArrayList<>();

    private final class Texts {
        @EventHandler
        void on(String text) {
            handled.add(text);
        }
    }

    @DisallowReplay
    private final class NumbersOnce {
        @EventHandler
        void on(Integer number) {
            handled.add(number);
        }
    }

    /** As Axon's saga managers are: they say of no type beforehand that they do not want it. */
    private final class Booleans implements EventHandlerInvoker {
        @Override
        public boolean canHandle(EventMessage<?> event, Segment segment) {
            return event.getPayload() instanceof Boolean;
        }

        @Override
        public void handle(EventMessage<?> event, Segment segment) {
            handled.add(event.getPayload());
        }
    }

    private final HandledTypes types = new HandledTypes(
            new MultiEventHandlerInvoker(simple(new Texts()), simple(new NumbersOnce()), new Booleans()));

    private static SimpleEventHandlerInvoker simple(Object handler) {
        return SimpleEventHandlerInvoker.builder()
                .eventHandlers(handler)
                .sequencingPolicy(EventMessage::getPayload)
                .build();
    }

    private static EventMessage<?> event(Object payload) {
        return GenericEventMessage.asEventMessage(payload);
    }

    private void handle(EventMessage<?> event) throws Exception {
        types.handle(event, Segment.ROOT_SEGMENT);
    }

    @Test
    void eachGetsWhatItWants() throws Exception {
        for (Object payload : List.of("a", 1, true, 2.0)) {
            EventMessage<?> event = event(payload);
            assertThat(types.canHandle(event, Segment.ROOT_SEGMENT)).isEqualTo(!payload.equals(2.0));
            handle(event);
        }
        assertThat(handled).containsExactly("a", 1, true);
    }

    @Test
    void aTypeThatNobodyWantsIsKnownOnceItWasSeen() {
        assertThat(types.canHandleType(Double.class)).isTrue();
        types.canHandle(event(2.0), Segment.ROOT_SEGMENT);
        assertThat(types.canHandleType(Double.class)).isFalse();
        types.canHandle(event(true), Segment.ROOT_SEGMENT);
        assertThat(types.canHandleType(Boolean.class)).isTrue();
    }

    @Test
    void justOneSegmentHandlesAnEvent() throws Exception {
        Segment[] halves = Segment.ROOT_SEGMENT.split();
        for (int i = 0; i < 20; i++) {
            EventMessage<?> event = event("text " + i);
            assertThat(types.canHandle(event, halves[0])).isNotEqualTo(types.canHandle(event, halves[1]));
            types.handle(event, halves[0]);
            types.handle(event, halves[1]);
        }
        assertThat(handled).hasSize(20);
    }

    @Test
    void inAReplayOnlyThoseTakePartThatMay() throws Exception {
        for (Object payload : List.of(1, "a")) {
            EventMessage<?> replayed = new GenericTrackedEventMessage<>(
                    ReplayToken.createReplayToken(
                            new GlobalSequenceTrackingToken(10), new GlobalSequenceTrackingToken(1)),
                    event(payload));
            assertThat(types.canHandle(replayed, Segment.ROOT_SEGMENT)).isEqualTo(payload.equals("a"));
            handle(replayed);
        }
        handle(event(2));
        assertThat(handled).containsExactly("a", 2);
    }
}
