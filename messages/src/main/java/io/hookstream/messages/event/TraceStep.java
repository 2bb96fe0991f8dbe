package io.hookstream.messages.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One decision about an event. Types and fields stay what they are; there may be more of them. A version is that of the
 * settings that decided: the number of the domain event that they came with.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(name = "received", value = TraceStep.Received.class),
    @JsonSubTypes.Type(name = "routed", value = TraceStep.Routed.class),
    @JsonSubTypes.Type(name = "connection_matched", value = TraceStep.ConnectionMatched.class),
    @JsonSubTypes.Type(name = "connection_skipped", value = TraceStep.ConnectionSkipped.class),
    @JsonSubTypes.Type(name = "replay_requested", value = TraceStep.ReplayAsked.class),
    @JsonSubTypes.Type(name = "replayed", value = TraceStep.Replayed.class),
    @JsonSubTypes.Type(name = "replay_finished", value = TraceStep.ReplayFinished.class),
    @JsonSubTypes.Type(name = "delivery_requested", value = TraceStep.Requested.class),
    @JsonSubTypes.Type(name = "circuit_waited", value = TraceStep.CircuitWaited.class),
    @JsonSubTypes.Type(name = "attempt", value = TraceStep.Attempted.class),
    @JsonSubTypes.Type(name = "retry_scheduled", value = TraceStep.RetryScheduled.class),
    @JsonSubTypes.Type(name = "retry_requested", value = TraceStep.RetryRequested.class),
    @JsonSubTypes.Type(name = "recovered", value = TraceStep.Recovered.class),
    @JsonSubTypes.Type(name = "dead_lettered", value = TraceStep.DeadLettered.class),
    @JsonSubTypes.Type(name = "cancelled", value = TraceStep.Cancelled.class)
})
public sealed interface TraceStep {

    /** When it was written to the log; of a wait, when it began. */
    Instant at();

    /**
     * The source took it: it was enabled, and the body was not too large.
     *
     * @param size of the body in bytes
     * @param dedupStatus one of {@link DedupStatus}; null if it was not compared with others
     * @param duplicateOf the first event with the same key; a duplicate goes no further
     */
    record Received(
            Instant at,
            String sourceId,
            String method,
            @Nullable String contentType,
            @Nullable String sourceIp,
            int size,
            @Nullable String dedupStatus,
            @Nullable String duplicateOf)
            implements TraceStep {}

    /** The source's connections were looked at; a step for each of them follows. */
    record Routed(Instant at, int matched, int skipped) implements TraceStep {}

    record ConnectionMatched(
            Instant at, String connectionId, @Nullable Long connectionVersion) implements TraceStep {}

    /** @param reason the rule, and the value that decided */
    record ConnectionSkipped(
            Instant at, String connectionId, @Nullable Long connectionVersion, String reason) implements TraceStep {}

    /** @param config one of {@link io.hookstream.messages.replay.ReplayConfig} */
    record ReplayAsked(Instant at, String replayId, String destinationId, String config) implements TraceStep {}

    /** The connections to the replay's destination were looked at; a step for each of them follows. */
    record Replayed(Instant at, String replayId, int matched, int skipped) implements TraceStep {}

    /** @param outcome one of {@link io.hookstream.messages.replay.ReplayOutcome} */
    record ReplayFinished(Instant at, String replayId, String outcome) implements TraceStep {}

    /**
     * @param connectionId null for a replay that no connection is the reason of
     * @param replayId null if it is due to the event's arrival
     */
    record Requested(
            Instant at,
            String deliveryId,
            String destinationId,
            @Nullable String connectionId,
            @Nullable Long connectionVersion,
            @Nullable String replayId)
            implements TraceStep {}

    /**
     * The delivery was to be tried, but the destination's circuit was open or half-open.
     *
     * @param until null if it still waits
     */
    record CircuitWaited(
            Instant at,
            String deliveryId,
            String destinationId,
            @Nullable Instant until) implements TraceStep {}

    /** @param attempt its number, 1 for the first */
    record Attempted(
            Instant at,
            String deliveryId,
            String destinationId,
            String attemptId,
            int attempt,
            boolean success,
            @Nullable Integer statusCode,
            @Nullable String errorType,
            @Nullable String errorMessage,
            Instant attemptedAt,
            long latencyMs,
            @Nullable Long destinationVersion,
            @Nullable Long connectionVersion)
            implements TraceStep {}

    /** @param attempt the number of the one that is to come */
    record RetryScheduled(Instant at, String deliveryId, int attempt, Instant dueAt) implements TraceStep {}

    /**
     * @param attempt the number of the one that is to come
     * @param manual whether a person asked for it
     */
    record RetryRequested(Instant at, String deliveryId, int attempt, boolean manual) implements TraceStep {}

    record Recovered(Instant at, String deliveryId, int failures) implements TraceStep {}

    /** It is in the dead letter queue. */
    record DeadLettered(Instant at, String deliveryId, String attemptId, String errorType, String reason)
            implements TraceStep {}

    record Cancelled(Instant at, String deliveryId, String reason) implements TraceStep {}
}
