package io.hookstream.app;

import io.hookstream.messages.Checkpointed;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the tokens of {@link Checkpointed} processors, and what these keep before them, only twice a second. What is
 * left is stored when the claim is extended or given up, and lost when it is lost.
 */
final class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    private final TokenStore store;
    private final Function<String, Optional<Checkpointed>> processors;
    private final Supplier<@Nullable TrackingToken> head;
    private final Map<Key, Segment> segments = new ConcurrentHashMap<>();

    private record Key(String processor, int segment) {}

    /** Guarded by its lock. */
    private static final class Segment {
        private final ReentrantLock lock = new ReentrantLock();
        private final Checkpointed processor;

        /** What is still to be stored, if anything is. */
        private @Nullable TrackingToken token;

        private long storedAt = System.nanoTime();

        private Segment(Checkpointed processor) {
            this.processor = processor;
        }
    }

    /**
     * @param processors by name; none if a token is to be stored after each batch
     * @param head of the log
     */
    Checkpoints(
            TokenStore store,
            Function<String, Optional<Checkpointed>> processors,
            Supplier<@Nullable TrackingToken> head) {
        this.store = store;
        this.processors = processors;
        this.head = head;
    }

    /** What this process had left to store of the segment, when it lost it without noticing, is another's now. */
    void claimed(String processor, int number) {
        processors.apply(processor).ifPresent(checkpointed -> {
            TrackingToken last = head.get();
            checkpointed.claimed(number, last == null ? 0 : last.position().orElse(0));
            segments.put(new Key(processor, number), new Segment(checkpointed));
        });
    }

    /** After a batch. */
    void handled(@Nullable TrackingToken token, String processor, int number) {
        Segment segment = segments.get(new Key(processor, number));
        if (segment == null) {
            store.storeToken(token, processor, number);
            return;
        }
        segment.lock.lock();
        try {
            segment.token = token;
            if (System.nanoTime() - segment.storedAt >= EVERY.toNanos()) {
                // Whoever has lost the claim must not write.
                store.extendClaim(processor, number);
                store(segment, processor, number);
            }
        } finally {
            segment.lock.unlock();
        }
    }

    /** The claim stands. */
    void extended(String processor, int number) {
        Segment segment = segments.get(new Key(processor, number));
        // If it is locked, it is just being stored.
        if (segment != null && segment.lock.tryLock()) {
            try {
                store(segment, processor, number);
            } finally {
                segment.lock.unlock();
            }
        }
    }

    /** The claim is about to be given up. */
    void releasing(String processor, int number) {
        Segment segment = segments.remove(new Key(processor, number));
        if (segment == null) {
            return;
        }
        segment.lock.lock();
        try {
            store.extendClaim(processor, number);
            store(segment, processor, number);
        } catch (RuntimeException e) {
            log.warn("{} could not write how far segment {} has come; it will be handled again", processor, number, e);
        } finally {
            segment.processor.released(number);
            segment.lock.unlock();
        }
    }

    private void store(Segment segment, String processor, int number) {
        if (segment.token != null) {
            segment.processor.write(number);
            store.storeToken(segment.token, processor, number);
            segment.token = null;
            segment.storedAt = System.nanoTime();
        }
    }
}
