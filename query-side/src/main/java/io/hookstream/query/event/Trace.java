package io.hookstream.query.event;

import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.EventTrace;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRecovered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryScheduled;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventReplayFinished;
import io.hookstream.messages.event.InboundEventEvent.EventReplayed;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.event.InboundEventEvent.ReplayRequested;
import io.hookstream.messages.event.InboundEventEvent.Skipped;
import io.hookstream.messages.event.TraceStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the domain events of one event into the steps of its trace. */
final class Trace {

    /**
     * A delivery was to be tried.
     *
     * @param until when it was tried or over; null if it still is to be tried
     */
    private record Turn(
            DeliveryTarget target,
            TraceStep asked,
            @Nullable Instant until) {}

    private final String eventId;
    private final List<TraceStep> steps = new ArrayList<>();

    /** The versions of the connections that matched are in the deliveries that follow. */
    private final Map<String, Instant> matched = new HashMap<>();

    private final Map<String, Turn> waiting = new HashMap<>();
    private final List<Turn> turns = new ArrayList<>();
    private String status = EventStatus.RECEIVED;
    private boolean truncated;

    Trace(String eventId) {
        this.eventId = eventId;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    boolean isFull() {
        return steps.size() >= EventTrace.MAX_STEPS;
    }

    /** The log has more of the event: what waits here may wait no more. */
    void truncate() {
        truncated = true;
        waiting.clear();
    }

    void add(InboundEventEvent event, Instant at) {
        switch (event) {
            case EventReceived received -> steps.add(step(received, at));
            case EventRouted routed -> routed(routed, at);
            case ReplayRequested asked ->
                steps.add(new TraceStep.ReplayAsked(at, asked.replayId(), asked.destinationId(), asked.config()));
            case EventReplayed replayed -> replayed(replayed, at);
            case EventReplayFinished finished ->
                steps.add(new TraceStep.ReplayFinished(at, finished.replayId(), finished.outcome()));
            case DeliveryRequested requested -> requested(requested, at);
            case DeliverySucceeded succeeded -> attempted(succeeded, succeeded.attempt(), succeeded.eventStatus(), at);
            case DeliveryFailed failed -> attempted(failed, failed.attempt(), failed.eventStatus(), at);
            case DeliveryRetryScheduled scheduled ->
                steps.add(new TraceStep.RetryScheduled(at, id(scheduled), scheduled.attempt(), scheduled.dueAt()));
            case DeliveryRetryRequested retried -> {
                status = retried.eventStatus();
                asked(retried, new TraceStep.RetryRequested(at, id(retried), retried.attempt(), retried.manual()));
            }
            case DeliveryRecovered recovered ->
                steps.add(new TraceStep.Recovered(at, id(recovered), recovered.failures()));
            case DeliveryDeadLettered dead -> {
                status = dead.eventStatus();
                steps.add(new TraceStep.DeadLettered(at, id(dead), dead.attemptId(), dead.errorType(), dead.reason()));
            }
            case DeliveryCancelled cancelled -> {
                status = cancelled.eventStatus();
                over(cancelled, at);
                steps.add(new TraceStep.Cancelled(at, id(cancelled), cancelled.reason()));
            }
        }
    }

    private static TraceStep step(EventReceived event, Instant at) {
        return new TraceStep.Received(
                at,
                event.sourceId(),
                event.request().method(),
                event.request().contentType(),
                event.request().sourceIp(),
                event.payload().size(),
                event.dedupStatus(),
                event.duplicateOf());
    }

    private void routed(EventRouted event, Instant at) {
        status = event.eventStatus();
        steps.add(
                new TraceStep.Routed(at, event.matched().size(), event.skipped().size()));
        skipped(event.skipped(), at);
        event.matched().forEach(connectionId -> matched.put(connectionId, at));
    }

    private void replayed(EventReplayed event, Instant at) {
        status = event.eventStatus();
        steps.add(new TraceStep.Replayed(
                at, event.replayId(), event.matched().size(), event.skipped().size()));
        skipped(event.skipped(), at);
        event.matched().stream()
                .map(DeliveryTarget::connectionId)
                .filter(Objects::nonNull)
                .forEach(connectionId -> matched.put(connectionId, at));
    }

    private void skipped(List<Skipped> connections, Instant at) {
        for (Skipped skipped : connections) {
            steps.add(new TraceStep.ConnectionSkipped(
                    at, skipped.connectionId(), skipped.connectionVersion(), skipped.reason()));
        }
    }

    private void requested(DeliveryRequested event, Instant at) {
        DeliveryTarget target = event.target();
        String connectionId = target.connectionId();
        Instant matchedAt = connectionId == null ? null : matched.remove(connectionId);
        if (connectionId != null && matchedAt != null) {
            steps.add(new TraceStep.ConnectionMatched(matchedAt, connectionId, event.connectionVersion()));
        }
        asked(
                event,
                new TraceStep.Requested(
                        at,
                        target.deliveryId(),
                        target.destinationId(),
                        connectionId,
                        event.connectionVersion(),
                        target.replayId()));
    }

    private void attempted(DeliveryEvent event, Attempt attempt, String eventStatus, Instant at) {
        status = eventStatus;
        over(event, attempt.attemptedAt());
        steps.add(new TraceStep.Attempted(
                at,
                id(event),
                event.target().destinationId(),
                attempt.id(),
                attempt.number(),
                attempt.success(),
                attempt.statusCode(),
                attempt.errorType(),
                attempt.errorMessage(),
                attempt.attemptedAt(),
                attempt.latencyMs(),
                attempt.destinationVersion(),
                attempt.connectionVersion()));
    }

    private void asked(DeliveryEvent event, TraceStep step) {
        steps.add(step);
        waiting.put(id(event), new Turn(event.target(), step, null));
    }

    private void over(DeliveryEvent event, Instant at) {
        Turn turn = waiting.remove(id(event));
        if (turn != null) {
            turns.add(new Turn(turn.target(), turn.asked(), at));
        }
    }

    private static String id(DeliveryEvent event) {
        return event.target().deliveryId();
    }

    Set<String> destinationIds() {
        Set<String> ids = new LinkedHashSet<>();
        turns.forEach(turn -> ids.add(turn.target().destinationId()));
        waiting.values().forEach(turn -> ids.add(turn.target().destinationId()));
        return ids;
    }

    /** Puts in where deliveries waited for a destination's circuit. */
    void circuit(String destinationId, List<Outage> outages) {
        List<Turn> all = new ArrayList<>(turns);
        all.addAll(waiting.values());
        for (Turn turn : all) {
            if (turn.target().destinationId().equals(destinationId)) {
                outages.forEach(outage -> waited(turn, outage));
            }
        }
    }

    private void waited(Turn turn, Outage outage) {
        Instant asked = turn.asked().at();
        Instant from = asked.isAfter(outage.from()) ? asked : outage.from();
        Instant until = earlier(turn.until(), outage.until());
        if (until == null || from.isBefore(until)) {
            DeliveryTarget target = turn.target();
            int at = steps.indexOf(turn.asked()) + 1;
            while (at < steps.size() && !steps.get(at).at().isAfter(from)) {
                at++;
            }
            steps.add(at, new TraceStep.CircuitWaited(from, target.deliveryId(), target.destinationId(), until));
        }
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    EventTrace result() {
        boolean over = steps.size() > EventTrace.MAX_STEPS;
        List<TraceStep> shown = over ? steps.subList(0, EventTrace.MAX_STEPS) : steps;
        return new EventTrace(eventId, status, List.copyOf(shown), truncated || over);
    }
}
