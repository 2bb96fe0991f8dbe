package io.hookstream.query.event;

import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.event.EventQuery.TraceEvent;
import io.hookstream.messages.event.EventTrace;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Answers why an event was, or was not, delivered. From the log, so that it needs no read model to have caught up. */
@Component
class TraceQueryHandler {

    /** A circuit that opens every minute has so many in a day and a half; only the newest are read. */
    private static final int MAX_CIRCUIT_EVENTS = 5000;

    private final ObjectProvider<EventStore> log;

    /** Reading the log blocks. */
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();

    /** Lazily, because Axon makes its stores from beans that may ask for this one. */
    TraceQueryHandler(ObjectProvider<EventStore> log) {
        this.log = log;
    }

    @QueryHandler
    CompletableFuture<@Nullable EventTrace> handle(TraceEvent query) {
        return CompletableFuture.supplyAsync(() -> trace(query), blocking);
    }

    private @Nullable EventTrace trace(TraceEvent query) {
        Trace trace = new Trace(query.id());
        DomainEventStream events = log.getObject().readEvents(query.id());
        while (events.hasNext() && !trace.isFull()) {
            DomainEventMessage<?> message = events.next();
            if (!(message.getPayload() instanceof InboundEventEvent event)
                    || (event instanceof EventReceived received
                            && !received.tenant().equals(query.tenant()))) {
                return null;
            }
            trace.add(event, message.getTimestamp());
        }
        if (trace.isEmpty()) {
            return null;
        }
        if (events.hasNext()) {
            trace.truncate();
        }
        trace.destinationIds().forEach(id -> trace.circuit(id, outages(id)));
        return trace.result();
    }

    /** When the destination's circuit let nothing, or only a probe, through. */
    private List<Outage> outages(String destinationId) {
        String id = CircuitCommand.id(destinationId);
        long last = log.getObject().lastSequenceNumberFor(id).orElse(-1L);
        if (last < 0) {
            return List.of();
        }
        List<Outage> outages = new ArrayList<>();
        DomainEventStream events = log.getObject().readEvents(id, Math.max(0, last - MAX_CIRCUIT_EVENTS + 1));
        while (events.hasNext()) {
            DomainEventMessage<?> message = events.next();
            if (message.getPayload() instanceof CircuitEvent event) {
                Outage.follow(outages, event, message.getTimestamp());
            }
        }
        return outages;
    }
}
