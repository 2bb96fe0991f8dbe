package io.hookstream.command.deduplication;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.DedupKeyEvent.DedupKeySeen;
import io.hookstream.messages.event.Deduplication;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.axonframework.common.lock.Lock;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.stereotype.Component;

/** Remembers keys in the unit of work of the event that comes with them: both are appended, or neither. */
@Component
public class DedupKeys {

    private final LockFactory locks = PessimisticLockFactory.usingDefaults();
    private final DedupKeyLog keys;
    private final Clock clock;

    public DedupKeys(EventStore log, Clock clock) {
        this.keys = new DedupKeyLog(log, locks);
        this.clock = clock;
    }

    /**
     * The first event with this key within the window: this one, unless there is one already, which then is in the log.
     * The first holds the key's lock until it is appended. A duplicate lets go of it before: it changes nothing about the
     * key, and others need not wait until it is on disk.
     */
    public String first(Tenant tenant, String sourceId, String eventId, Deduplication deduplication) {
        String id = "dedup/" + sourceId + "/" + deduplication.key();
        Duration window = Duration.ofSeconds(deduplication.windowSeconds());
        Lock lock = locks.obtainLock(id);
        try {
            DomainEventStream known = keys.readEvents(id);
            if (known.hasNext()
                    && known.next().getPayload() instanceof DedupKeySeen seen
                    && DedupKey.isWithin(window, seen, clock.instant())) {
                return seen.eventId();
            }
            return see(id, tenant, eventId, window);
        } finally {
            lock.release();
        }
    }

    /** The repository takes the lock once more, and keeps it until the unit of work ends. */
    private String see(String id, Tenant tenant, String eventId, Duration window) {
        AtomicReference<String> first = new AtomicReference<>(eventId);
        try {
            keys.loadOrCreate(id, DedupKey::new)
                    .execute(key -> first.set(key.see(id, tenant, eventId, clock.instant(), window)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Deduplication key " + id + " could not be loaded", e);
        }
        return first.get();
    }
}
