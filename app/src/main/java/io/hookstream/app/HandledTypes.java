package io.hookstream.app;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.MultiEventHandlerInvoker;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.jspecify.annotations.Nullable;

/**
 * A processor's handlers, asked once for each type of event whether they want it. Axon's own invoker asks all of them for
 * each event and each segment, by reflection. This one also lets a stream pass over what no saga wants: Axon's saga managers
 * want every type until they see the event.
 */
final class HandledTypes implements EventHandlerInvoker {

    private final EventHandlerInvoker invoker;
    private final List<Delegate> delegates;
    private final Map<Class<?>, List<Delegate>> wanting = new ConcurrentHashMap<>();

    /** @param invoker whose handlers choose by type alone */
    HandledTypes(EventHandlerInvoker invoker) {
        this.invoker = invoker;
        Stream<EventHandlerInvoker> all =
                invoker instanceof MultiEventHandlerInvoker several ? several.delegates().stream() : Stream.of(invoker);
        delegates = all.map(Delegate::new).toList();
    }

    @Override
    public boolean canHandle(EventMessage<?> event, Segment segment) {
        for (Delegate each : wanting(event)) {
            if (each.takes(event, segment)) {
                return true;
            }
        }
        return false;
    }

    private List<Delegate> wanting(EventMessage<?> event) {
        return wanting.computeIfAbsent(
                event.getPayloadType(),
                type -> delegates.stream()
                        .filter(each ->
                                each.invoker.canHandleType(type) && each.invoker.canHandle(event, Segment.ROOT_SEGMENT))
                        .toList());
    }

    /** Of a type that has not been seen it is not known yet. */
    @Override
    public boolean canHandleType(Class<?> type) {
        List<Delegate> known = wanting.get(type);
        return known == null || !known.isEmpty();
    }

    @Override
    public void handle(EventMessage<?> event, Segment segment) throws Exception {
        for (Delegate each : wanting(event)) {
            if (each.takes(event, segment)) {
                each.invoker.handle(event, segment);
            }
        }
    }

    @Override
    public boolean supportsReset() {
        return invoker.supportsReset();
    }

    @Override
    public void performReset() {
        invoker.performReset();
    }

    @Override
    public <R> void performReset(@Nullable R context) {
        invoker.performReset(context);
    }

    @Override
    public void segmentReleased(Segment segment) {
        delegates.forEach(each -> each.invoker.segmentReleased(segment));
    }

    /** @param resettable whether it takes part in a replay */
    private record Delegate(EventHandlerInvoker invoker, boolean resettable) {

        Delegate(EventHandlerInvoker invoker) {
            this(invoker, invoker.supportsReset());
        }

        boolean takes(EventMessage<?> event, Segment segment) {
            if (!resettable && ReplayToken.isReplay(event)) {
                return false;
            }
            return invoker instanceof SimpleEventHandlerInvoker simple
                    ? segment.matches(Objects.requireNonNullElseGet(
                            simple.getSequencingPolicy().getSequenceIdentifierFor(event), event::getIdentifier))
                    : invoker.canHandle(event, segment);
        }
    }
}
