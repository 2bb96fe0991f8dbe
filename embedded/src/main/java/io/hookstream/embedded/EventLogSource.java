package io.hookstream.embedded;

import java.time.Instant;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The log as event processors read it. Axon's own stream over an embedded store wakes nobody, so that its pooled
 * processors look every half second, and that of an Axon Server wakes them for each event; this one calls them when
 * something was committed, or a moment later, with all that was by then.
 */
public final class EventLogSource implements StreamableMessageSource<TrackedEventMessage<?>> {

    private final EventLog log;
    private final Linger linger;

    public EventLogSource(EventLog log, Linger linger) {
        this.log = log;
        this.linger = linger;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken after) {
        return new EventLogStream(log, after == null ? createTailToken() : after, linger);
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return log.createTailToken();
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return log.createHeadToken();
    }

    @Override
    public @Nullable TrackingToken createTokenAt(Instant dateTime) {
        return log.createTokenAt(dateTime);
    }
}
