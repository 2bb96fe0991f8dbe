package io.hookstream.messages.event;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about received events and their delivery attempts. */
public sealed interface EventQuery {

    /** Answers an {@link EventView} or null. */
    record FindEvent(String id, Tenant tenant) implements EventQuery {}

    /**
     * Answers {@link Events}. What is null does not restrict.
     *
     * @param after received at this time or later
     * @param before received before this time
     * @param search the beginning of an event id, or terms that are each in a payload that is text and not large
     */
    record ListEvents(
            Tenant tenant,
            @Nullable String sourceId,
            @Nullable String status,
            @Nullable Instant after,
            @Nullable Instant before,
            @Nullable String search,
            PageRequest page)
            implements EventQuery {}

    /** @param total how many match on all pages; of a search of payloads at most {@link #MAX_FOUND} */
    record Events(
            List<EventView> events, long total, @Nullable String next) {

        public static final int MAX_FOUND = 10_000;
    }

    /** Answers an {@link EventTrace} or null. It is read from the log. */
    record TraceEvent(String id, Tenant tenant) implements EventQuery {}

    /** Answers an {@link AttemptView} or null. */
    record FindAttempt(String id, Tenant tenant) implements EventQuery {}

    /** Answers {@link Attempts}, the newest first. What is null does not restrict. */
    record ListAttempts(
            Tenant tenant,
            @Nullable String eventId,
            @Nullable String connectionId,
            @Nullable String destinationId,
            @Nullable String status,
            @Nullable Boolean dead,
            int offset,
            int limit)
            implements EventQuery {}

    /** @param total how many match in all */
    record Attempts(List<AttemptView> attempts, long total) {}

    /**
     * Answers {@link DeadDeliveries}: those in the dead letter queue whose last attempt failed in this way, the newest
     * first.
     *
     * @param from the last attempt was made at this time or later
     * @param until the last attempt was made at this time or earlier
     * @param limit how many at most
     */
    record ListDeadDeliveries(
            Tenant tenant, String destinationId, String errorType, Instant from, Instant until, int limit)
            implements EventQuery {}

    /** @param total how many match in all */
    record DeadDeliveries(List<DeadDelivery> deliveries, long total) {}

    record DeadDelivery(String eventId, String deliveryId) {}
}
