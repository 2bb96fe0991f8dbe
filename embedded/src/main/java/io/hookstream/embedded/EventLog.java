package io.hookstream.embedded;

import java.time.Instant;
import java.util.List;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/** A log of events, as the many that stream it in one process see it. A token is one number, the position of an event. */
public interface EventLog {

    /** The position of the newest event at hand, no further than what is on disk; what comes after the head is not read. */
    long head();

    /**
     * The events after the position, in order.
     *
     * @param position that is less than the head
     * @param limit that is exceeded only by several events that were stored as one
     */
    List<TrackedEventMessage<?>> after(long position, int limit);

    /** Has this run whenever there may be a new head, on a thread of the log's: it must not take long. */
    void onCommit(Runnable listener);

    void removeOnCommit(Runnable listener);

    /** What streams this log. */
    EventLogStreams streams();

    /** @return null for the beginning of a log that has none */
    @Nullable
    TrackingToken createTailToken();

    /** @return null in an empty log that has none */
    @Nullable
    TrackingToken createHeadToken();

    @Nullable
    TrackingToken createTokenAt(Instant dateTime);
}
