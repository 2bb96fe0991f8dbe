package io.hookstream.command.event;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.hookstream.command.deduplication.DedupKeys;
import io.hookstream.command.event.Delivery.LastFailure;
import io.hookstream.command.event.Delivery.State;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.DedupStatus;
import io.hookstream.messages.event.Deduplication;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import io.hookstream.messages.event.InboundEventCommand.DeadLetterDelivery;
import io.hookstream.messages.event.InboundEventCommand.EndedAttempt;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.event.InboundEventCommand.Match;
import io.hookstream.messages.event.InboundEventCommand.NotRetried;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempts;
import io.hookstream.messages.event.InboundEventCommand.Recorded;
import io.hookstream.messages.event.InboundEventCommand.Retried;
import io.hookstream.messages.event.InboundEventCommand.RetryDelivery;
import io.hookstream.messages.event.InboundEventCommand.RetryEvent;
import io.hookstream.messages.event.InboundEventCommand.RouteEvent;
import io.hookstream.messages.event.InboundEventCommand.ScheduleRetry;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRecovered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryScheduled;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateMember;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/**
 * A received event and its deliveries. It keeps no body: what it decides needs none, and many are in memory at once.
 * Router and lanes send their commands at least once, so what has happened already is passed over in silence.
 */
@Aggregate(cache = "inboundEventCache")
class InboundEvent {

    @AggregateIdentifier
    private String eventId;

    private Tenant tenant;
    private String sourceId;
    private boolean routed;
    private final Deliveries deliveries = new Deliveries();

    @AggregateMember
    private final Replays replays = new Replays(deliveries);

    @SuppressWarnings("NullAway.Init") // Axon makes an empty one and applies the first event to it
    InboundEvent() {}

    /** The key of a duplicate is looked up and kept in the same unit of work: both are appended, or neither. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.ALWAYS)
    String handle(IngestEvent command, DedupKeys keys) {
        Deduplication deduplication = command.deduplication();
        if (deduplication == null) {
            apply(received(command, null, null));
            return command.eventId();
        }
        String first = keys.first(command.tenant(), command.sourceId(), command.eventId(), deduplication);
        boolean unique = first.equals(command.eventId());
        apply(received(command, unique ? DedupStatus.UNIQUE : DedupStatus.DUPLICATE, unique ? null : first));
        return first;
    }

    private static EventReceived received(
            IngestEvent command, @Nullable String dedupStatus, @Nullable String duplicateOf) {
        return new EventReceived(
                command.eventId(),
                command.tenant(),
                command.sourceId(),
                command.request(),
                command.payload(),
                dedupStatus,
                duplicateOf,
                command.verificationStatus());
    }

    @CommandHandler
    void handle(RouteEvent command) {
        if (routed) {
            return;
        }
        List<String> matched = command.matched().stream()
                .map(match -> match.target().connectionId())
                .filter(Objects::nonNull)
                .toList();
        String status = deliveries.statusWith(command.matched().stream()
                .map(match -> new Delivery(match.target()))
                .toList());
        apply(new EventRouted(eventId, tenant, sourceId, matched, command.skipped(), status));
        for (Match match : command.matched()) {
            apply(new DeliveryRequested(eventId, tenant, sourceId, match.target(), match.connectionVersion()));
        }
    }

    @CommandHandler
    Recorded handle(RecordAttempts command) {
        Set<String> recorded = new LinkedHashSet<>();
        for (EndedAttempt ended : command.ended()) {
            Delivery delivery = deliveries.require(ended.deliveryId());
            if (delivery.state() == State.QUEUED && ended.attempt().number() > delivery.attempts()) {
                record(delivery, ended);
                recorded.add(ended.deliveryId());
            }
        }
        return new Recorded(recorded);
    }

    private void record(Delivery delivery, EndedAttempt ended) {
        Attempt attempt = ended.attempt();
        DeliveryTarget target = delivery.target();
        if (attempt.success()) {
            String status = deliveries.statusWith(List.of(delivery.delivered(attempt)));
            apply(new DeliverySucceeded(eventId, tenant, sourceId, target, attempt, status));
            if (delivery.last() != null) {
                apply(new DeliveryRecovered(eventId, tenant, sourceId, target, delivery.attempts()));
            }
            replays.over(target);
        } else {
            String status = deliveries.statusWith(List.of(delivery.failed(attempt)));
            int retry = delivery.retries(attempt.number());
            apply(new DeliveryFailed(
                    eventId, tenant, sourceId, target, attempt, status, retry, ended.retryPolicy(), ended.notBefore()));
        }
    }

    @CommandHandler
    void handle(ScheduleRetry command) {
        Delivery delivery = deliveries.require(command.deliveryId());
        LastFailure failure = delivery.last();
        if (failure != null && isNext(delivery, command.attempt()) && delivery.scheduled() != command.attempt()) {
            apply(new DeliveryRetryScheduled(
                    eventId,
                    tenant,
                    sourceId,
                    delivery.target(),
                    failure.attemptId(),
                    command.attempt(),
                    command.dueAt()));
        }
    }

    @CommandHandler
    void handle(RetryDelivery command) {
        Delivery delivery = deliveries.require(command.deliveryId());
        if (isNext(delivery, command.attempt())) {
            retry(List.of(delivery), false);
        }
    }

    @CommandHandler
    void handle(DeadLetterDelivery command) {
        Delivery delivery = deliveries.require(command.deliveryId());
        LastFailure failure = delivery.last();
        if (delivery.state() == State.WAITING && delivery.attempts() == command.attempt() && failure != null) {
            String status = deliveries.statusWith(List.of(delivery.in(State.DEAD)));
            apply(new DeliveryDeadLettered(
                    eventId,
                    tenant,
                    sourceId,
                    delivery.target(),
                    failure.attemptId(),
                    failure.errorType(),
                    command.reason(),
                    status));
            replays.over(delivery.target());
        }
    }

    @CommandHandler
    Retried handle(RetryEvent command, Destinations destinations) {
        if (!command.tenant().equals(tenant)) {
            throw Refused.notFound("Event");
        }
        List<Delivery> idle = new ArrayList<>();
        List<DeliveryTarget> queued = new ArrayList<>();
        List<NotRetried> refused = new ArrayList<>();
        for (Delivery delivery : deliveries.wanted(command.deliveryId())) {
            DeliveryTarget target = delivery.target();
            String problem = destinations.problem(tenant, target.destinationId());
            if (problem != null) {
                refused.add(new NotRetried(target, problem));
            } else if (delivery.state() == State.QUEUED) {
                queued.add(target);
            } else {
                idle.add(delivery);
            }
        }
        retry(idle, true);
        return new Retried(idle.stream().map(Delivery::target).toList(), queued, refused);
    }

    /** Whether it was not over already. */
    @CommandHandler
    boolean handle(CancelDelivery command) {
        Delivery delivery = deliveries.require(command.deliveryId());
        if (!delivery.pending()) {
            return false;
        }
        String status = deliveries.statusWith(List.of(delivery.in(State.CANCELLED)));
        apply(new DeliveryCancelled(eventId, tenant, sourceId, delivery.target(), command.reason(), status));
        replays.over(delivery.target());
        return true;
    }

    private static boolean isNext(Delivery delivery, int attempt) {
        return delivery.state() == State.WAITING && attempt == delivery.attempts() + 1;
    }

    private void retry(List<Delivery> wanted, boolean manual) {
        String status = deliveries.statusWith(
                wanted.stream().map(delivery -> delivery.requested(manual)).toList());
        for (Delivery delivery : wanted) {
            LastFailure failure = delivery.last();
            String attemptId = failure == null ? null : failure.attemptId();
            apply(new DeliveryRetryRequested(
                    eventId, tenant, sourceId, delivery.target(), attemptId, delivery.attempts() + 1, manual, status));
        }
    }

    @EventSourcingHandler
    void on(EventReceived event) {
        eventId = event.eventId();
        tenant = event.tenant();
        sourceId = event.sourceId();
        routed = event.duplicateOf() != null; // it goes no further, whoever asks
    }

    @EventSourcingHandler
    void on(EventRouted event) {
        routed = true;
    }

    @EventSourcingHandler
    void on(DeliveryRequested event) {
        deliveries.put(new Delivery(event.target()));
    }

    @EventSourcingHandler
    void on(DeliverySucceeded event) {
        deliveries.put(deliveries.current(event.target()).delivered(event.attempt()));
    }

    @EventSourcingHandler
    void on(DeliveryFailed event) {
        deliveries.put(deliveries.current(event.target()).failed(event.attempt()));
    }

    @EventSourcingHandler
    void on(DeliveryRetryScheduled event) {
        deliveries.put(deliveries.current(event.target()).scheduled(event.attempt()));
    }

    @EventSourcingHandler
    void on(DeliveryRetryRequested event) {
        deliveries.put(deliveries.current(event.target()).requested(event.manual()));
    }

    @EventSourcingHandler
    void on(DeliveryDeadLettered event) {
        deliveries.put(deliveries.current(event.target()).in(State.DEAD));
    }

    @EventSourcingHandler
    void on(DeliveryCancelled event) {
        deliveries.put(deliveries.current(event.target()).in(State.CANCELLED));
    }
}
