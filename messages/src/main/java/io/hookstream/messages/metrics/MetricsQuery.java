package io.hookstream.messages.metrics;

import io.hookstream.messages.Tenant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about how much comes in and goes out. */
public sealed interface MetricsQuery {

    /**
     * Answers {@link Overview}.
     *
     * @param at today is its day, in UTC
     */
    record GetOverview(Tenant tenant, Instant at) implements MetricsQuery {}

    /**
     * What has been delivered is counted by its attempts.
     *
     * @param eventsThisWeek today and on the six days before
     * @param activeSources that are enabled, and not deleted
     * @param activeDestinations that are enabled, and not deleted
     * @param deadDeliveries in the dead letter queue
     * @param openIssues without those that are snoozed
     */
    record Overview(
            long eventsToday,
            long eventsThisWeek,
            long activeSources,
            long deliveriesToday,
            long successToday,
            long deadDeliveries,
            long activeDestinations,
            long openIssues) {}

    /**
     * @param from this time or later
     * @param until before this time
     * @param grain of the buckets that are answered, an hour or a day
     * @param at what is asked about the 48 hours before is answered to the millisecond, and what is older by whole hours
     */
    record Range(Instant from, Instant until, Grain grain, Instant at) {}

    /**
     * Answers {@link Volume}.
     *
     * @param sourceId null for all of them
     */
    record GetVolume(Tenant tenant, @Nullable String sourceId, Range range) implements MetricsQuery {}

    /**
     * @param points only of buckets with events, by time and then by source
     * @param tooMuch whether there is more than can be answered at once; then there are no points
     */
    record Volume(List<Received> points, boolean tooMuch) {}

    /** @param sourceName null if the source is deleted */
    record Received(
            Instant bucket, String sourceId, @Nullable String sourceName, long count) {}

    /**
     * Answers {@link Deliveries}.
     *
     * @param destinationId null for all of them
     */
    record GetDeliveries(Tenant tenant, @Nullable String destinationId, Range range) implements MetricsQuery {}

    /**
     * @param points only of buckets with attempts, by time and then by destination
     * @param tooMuch whether there is more than can be answered at once; then there are no points
     */
    record Deliveries(List<Delivered> points, boolean tooMuch) {}

    /**
     * The attempts of one bucket, by when each began.
     *
     * @param destinationName null if the destination is deleted
     * @param p50Ms half of the attempts took at most so long; to the millisecond up to 2 s, then to three digits
     */
    record Delivered(
            Instant bucket,
            String destinationId,
            @Nullable String destinationName,
            long count,
            long success,
            double averageMs,
            long p50Ms,
            long p95Ms,
            long p99Ms) {}
}
