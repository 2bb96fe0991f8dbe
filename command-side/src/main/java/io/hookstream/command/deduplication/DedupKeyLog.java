package io.hookstream.command.deduplication;

import java.util.Optional;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;

/**
 * The keys in the log. Only the newest event of a key counts, so only that is read: a key that comes every day for years
 * is looked up as fast as on its second day.
 */
final class DedupKeyLog extends EventSourcingRepository<DedupKey> {

    private final EventStore log;

    DedupKeyLog(EventStore log, LockFactory locks) {
        super(EventSourcingRepository.builder(DedupKey.class).eventStore(log).lockFactory(locks));
        this.log = log;
    }

    /** The key's newest event; empty if it was never seen. */
    @Override
    protected DomainEventStream readEvents(String id) {
        Optional<Long> last = log.lastSequenceNumberFor(id);
        return last.isPresent() ? log.readEvents(id, last.get()) : DomainEventStream.empty();
    }
}
