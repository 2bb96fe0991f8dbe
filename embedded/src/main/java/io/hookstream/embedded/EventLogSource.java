package io.hookstream.embedded;

import java.time.Duration;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The log as event processors read it. Axon's own stream over an embedded store wakes nobody, so that its pooled
 * processors look every half second; this one calls them when a commit is on disk, or a moment later: who is called less
 * often finds more, and needs less for each.
 */
public final class EventLogSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final SqliteEventStorageEngine engine;
    private final Duration linger;

    /** @param linger how long after a commit who reads is called, with all that has been committed by then */
    public EventLogSource(SqliteEventStorageEngine engine, Duration linger) {
        this.engine = engine;
        this.linger = linger;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
        return new EventLogStream(engine, after == null ? createTailToken() : after, linger);
    }

    @Override
    public TrackingToken createTailToken() {
        return engine.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return engine.createHeadToken();
    }

    @Override
    public TrackingToken createTokenAt(java.time.Instant dateTime) {
        return engine.createTokenAt(dateTime);
    }
}
