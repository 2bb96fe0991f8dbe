package io.hookstream.messages.event;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.RetryPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of a received event. Each may be repeated: what has happened already does not happen again. */
public sealed interface InboundEventCommand {

    String eventId();

    /**
     * Answers the id of the event that counts: another's if this one is a duplicate.
     *
     * @param deduplication null if there is nothing to compare
     * @param verificationStatus one of {@link VerificationStatus}; null if its source verifies nothing
     */
    record IngestEvent(
            @TargetAggregateIdentifier String eventId,
            Tenant tenant,
            String sourceId,
            ReceivedRequest request,
            Payload payload,
            @Nullable Deduplication deduplication,
            @Nullable String verificationStatus)
            implements InboundEventCommand {

        /** An event that is neither compared with others nor verified. */
        public IngestEvent(String eventId, Tenant tenant, String sourceId, ReceivedRequest request, Payload payload) {
            this(eventId, tenant, sourceId, request, payload, null, null);
        }
    }

    /**
     * @param matched where the event is to be delivered
     * @param skipped why the source's other connections do not get it
     */
    record RouteEvent(
            @TargetAggregateIdentifier String eventId, List<Match> matched, List<InboundEventEvent.Skipped> skipped)
            implements InboundEventCommand {}

    /** @param connectionVersion of the connection's settings that decided; null if none did */
    record Match(DeliveryTarget target, @Nullable Long connectionVersion) {}

    /**
     * It is to be delivered once more.
     *
     * @param config one of {@link io.hookstream.messages.replay.ReplayConfig}
     */
    record RequestReplay(
            @TargetAggregateIdentifier String eventId,
            Tenant tenant,
            String replayId,
            String destinationId,
            String config)
            implements InboundEventCommand {}

    /**
     * @param matched where the event is to be delivered because of the replay
     * @param skipped why other connections to the replay's destination do not get it
     */
    record RouteReplay(
            @TargetAggregateIdentifier String eventId,
            String replayId,
            List<Match> matched,
            List<InboundEventEvent.Skipped> skipped)
            implements InboundEventCommand {}

    /** Deliveries of the event were tried. Answers {@link Recorded}. */
    record RecordAttempts(@TargetAggregateIdentifier String eventId, List<EndedAttempt> ended)
            implements InboundEventCommand {}

    /**
     * @param retryPolicy what a failure is judged by
     * @param notBefore when the destination asked to be called again; null if it did not
     */
    record EndedAttempt(
            String deliveryId,
            Attempt attempt,
            RetryPolicy retryPolicy,
            @Nullable Instant notBefore) {}

    /** @param deliveryIds those that were not over already */
    record Recorded(Set<String> deliveryIds) {}

    /** @param attempt the number of the one that is to come */
    record ScheduleRetry(@TargetAggregateIdentifier String eventId, String deliveryId, int attempt, Instant dueAt)
            implements InboundEventCommand {}

    /**
     * The retry is due.
     *
     * @param attempt its number
     */
    record RetryDelivery(@TargetAggregateIdentifier String eventId, String deliveryId, int attempt)
            implements InboundEventCommand {}

    /**
     * There are to be no more retries after this attempt.
     *
     * @param reason one sentence
     */
    record DeadLetterDelivery(@TargetAggregateIdentifier String eventId, String deliveryId, int attempt, String reason)
            implements InboundEventCommand {}

    /**
     * A person wants it tried again, now. Answers {@link Retried}.
     *
     * @param deliveryId null for all deliveries that have not succeeded, or all if each has; one that is named must not
     *     have succeeded
     */
    record RetryEvent(
            @TargetAggregateIdentifier String eventId,
            Tenant tenant,
            @Nullable String deliveryId) implements InboundEventCommand {}

    /**
     * @param requested the deliveries that are tried again now
     * @param queued those that were about to be tried already
     * @param refused those that cannot be tried
     */
    record Retried(List<DeliveryTarget> requested, List<DeliveryTarget> queued, List<NotRetried> refused) {}

    /** @param reason one sentence */
    record NotRetried(DeliveryTarget target, String reason) {}

    /**
     * Answers whether it was cancelled: false if it was over already.
     *
     * @param reason for the person who looks for the delivery
     */
    record CancelDelivery(@TargetAggregateIdentifier String eventId, String deliveryId, String reason)
            implements InboundEventCommand {}
}
