package io.hookstream.embedded;

import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The log as event processors read it. Axon's own stream over an embedded store wakes nobody, so that its pooled
 * processors look every half second; this one calls them when a commit is on disk, or a moment later.
 */
public final class EventLogSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final SqliteEventStorageEngine engine;
    private final Linger linger;

    public EventLogSource(SqliteEventStorageEngine engine, Linger linger) {
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
