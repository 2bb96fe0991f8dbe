package io.hookstream.messages.event;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.RetryPolicy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a received event. Each that can change the event's status says what it now is, so that only the
 * aggregate has to know how deliveries add up to it.
 */
public sealed interface InboundEventEvent extends DomainEvent {

    String eventId();

    /**
     * @param dedupStatus one of {@link DedupStatus}; null if it was not compared with others
     * @param duplicateOf the first event with the same key, if this one is a duplicate
     * @param verificationStatus one of {@link VerificationStatus}; null if its source verified nothing
     */
    record EventReceived(
            String eventId,
            Tenant tenant,
            String sourceId,
            ReceivedRequest request,
            Payload payload,
            @Nullable String dedupStatus,
            @Nullable String duplicateOf,
            @Nullable String verificationStatus)
            implements InboundEventEvent {

        /** An event that was neither compared with others nor verified. */
        public EventReceived(String eventId, Tenant tenant, String sourceId, ReceivedRequest request, Payload payload) {
            this(eventId, tenant, sourceId, request, payload, null, null, null);
        }
    }

    record EventRouted(
            String eventId,
            Tenant tenant,
            String sourceId,
            List<String> matched,
            List<Skipped> skipped,
            String eventStatus)
            implements InboundEventEvent {}

    /**
     * @param reason one sentence
     * @param connectionVersion of the connection's settings that decided
     */
    record Skipped(
            String connectionId, String reason, @Nullable Long connectionVersion) {}

    /**
     * It is to be delivered once more, to this destination.
     *
     * @param config one of {@link io.hookstream.messages.replay.ReplayConfig}
     */
    record ReplayRequested(
            String eventId, Tenant tenant, String sourceId, String replayId, String destinationId, String config)
            implements InboundEventEvent {}

    /** @param skipped why other connections to the replay's destination do not get it */
    record EventReplayed(
            String eventId,
            Tenant tenant,
            String sourceId,
            String replayId,
            List<DeliveryTarget> matched,
            List<Skipped> skipped,
            String eventStatus)
            implements InboundEventEvent {}

    /**
     * All that a replay asked for is over, for the first time: a person may retry it later.
     *
     * @param outcome one of {@link io.hookstream.messages.replay.ReplayOutcome}
     */
    record EventReplayFinished(String eventId, Tenant tenant, String sourceId, String replayId, String outcome)
            implements InboundEventEvent {}

    /** What happened to one delivery of the event. */
    sealed interface DeliveryEvent extends InboundEventEvent {
        String sourceId();

        DeliveryTarget target();

        /** What sagas are found by. */
        default String deliveryId() {
            return target().deliveryId();
        }
    }

    /** @param connectionVersion of the connection's settings that decided; null if none did */
    record DeliveryRequested(
            String eventId,
            Tenant tenant,
            String sourceId,
            DeliveryTarget target,
            @Nullable Long connectionVersion) implements DeliveryEvent {}

    record DeliverySucceeded(
            String eventId, Tenant tenant, String sourceId, DeliveryTarget target, Attempt attempt, String eventStatus)
            implements DeliveryEvent {}

    /**
     * @param retry how many retries there were before, since the delivery was first asked for or last retried by hand
     * @param retryPolicy the destination's at that time
     * @param notBefore when the destination asked to be called again; null if it did not
     */
    record DeliveryFailed(
            String eventId,
            Tenant tenant,
            String sourceId,
            DeliveryTarget target,
            Attempt attempt,
            String eventStatus,
            int retry,
            RetryPolicy retryPolicy,
            @Nullable Instant notBefore)
            implements DeliveryEvent {}

    /**
     * @param attemptId of the one that failed
     * @param attempt the number of the one that is to come
     */
    record DeliveryRetryScheduled(
            String eventId,
            Tenant tenant,
            String sourceId,
            DeliveryTarget target,
            String attemptId,
            int attempt,
            Instant dueAt)
            implements DeliveryEvent {}

    /**
     * It is to be tried again now.
     *
     * @param attemptId of the one that failed; null if the last one did not
     * @param attempt the number of the one that is to come
     * @param manual whether a person asked for it
     */
    record DeliveryRetryRequested(
            String eventId,
            Tenant tenant,
            String sourceId,
            DeliveryTarget target,
            @Nullable String attemptId,
            int attempt,
            boolean manual,
            String eventStatus)
            implements DeliveryEvent {}

    /** It has succeeded after failures; follows {@link DeliverySucceeded}. */
    record DeliveryRecovered(String eventId, Tenant tenant, String sourceId, DeliveryTarget target, int failures)
            implements DeliveryEvent {}

    /**
     * It is in the dead letter queue.
     *
     * @param attemptId of the last attempt
     * @param errorType of that one
     * @param reason one sentence
     */
    record DeliveryDeadLettered(
            String eventId,
            Tenant tenant,
            String sourceId,
            DeliveryTarget target,
            String attemptId,
            String errorType,
            String reason,
            String eventStatus)
            implements DeliveryEvent {}

    record DeliveryCancelled(
            String eventId, Tenant tenant, String sourceId, DeliveryTarget target, String reason, String eventStatus)
            implements DeliveryEvent {}
}
