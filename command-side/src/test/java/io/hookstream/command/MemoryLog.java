package io.hookstream.command;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.modelling.command.ConcurrencyException;

/** A log in memory that takes each sequence number of an aggregate once, as real ones do, and counts what is read. */
final class MemoryLog extends InMemoryEventStorageEngine {

    /** An aggregate's identifier and a sequence number of it. */
    private record Place(String aggregateId, long sequenceNumber) {}

    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger eventsRead = new AtomicInteger();
    private final Set<Place> taken = new HashSet<>();

    @Override
    public void appendEvents(List<? extends EventMessage<?>> events) {
        List<Place> places = events.stream()
                .map(event -> (DomainEventMessage<?>) event)
                .map(event -> new Place(event.getAggregateIdentifier(), event.getSequenceNumber()))
                .toList();
        synchronized (taken) {
            if (places.stream().anyMatch(taken::contains)) {
                throw new ConcurrencyException("One of these is taken: " + places);
            }
            taken.addAll(places);
        }
        super.appendEvents(events);
    }

    @Override
    public DomainEventStream readEvents(String aggregateId, long firstSequenceNumber) {
        reads.incrementAndGet();
        List<? extends DomainEventMessage<?>> events =
                super.readEvents(aggregateId, firstSequenceNumber).asStream().toList();
        eventsRead.addAndGet(events.size());
        return DomainEventStream.of(events);
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateId) {
        return super.readEvents(aggregateId, 0)
                .asStream()
                .map(DomainEventMessage::getSequenceNumber)
                .max(Long::compareTo);
    }
}
