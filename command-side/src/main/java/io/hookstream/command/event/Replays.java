package io.hookstream.command.event;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.hookstream.command.event.Delivery.State;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.Match;
import io.hookstream.messages.event.InboundEventCommand.RequestReplay;
import io.hookstream.messages.event.InboundEventCommand.RouteReplay;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventReplayFinished;
import io.hookstream.messages.event.InboundEventEvent.EventReplayed;
import io.hookstream.messages.event.InboundEventEvent.ReplayRequested;
import io.hookstream.messages.replay.ReplayOutcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;

/** The replays of one event. Each is requested, routed and finished once, however often it is asked for. */
final class Replays {

    private enum Stage {
        REQUESTED,
        ROUTED,
        FINISHED
    }

    private final Deliveries deliveries;
    private final Map<String, Stage> stages = new HashMap<>();

    private String eventId;
    private Tenant tenant;
    private String sourceId;

    @SuppressWarnings("NullAway.Init") // the first event says whose they are
    Replays(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @CommandHandler
    void handle(RequestReplay command) {
        if (!command.tenant().equals(tenant)) {
            throw Refused.notFound("Event");
        }
        if (!stages.containsKey(command.replayId())) {
            apply(new ReplayRequested(
                    eventId, tenant, sourceId, command.replayId(), command.destinationId(), command.config()));
        }
    }

    @CommandHandler
    void handle(RouteReplay command) {
        if (stages.get(command.replayId()) != Stage.REQUESTED) {
            return;
        }
        List<DeliveryTarget> targets =
                command.matched().stream().map(Match::target).toList();
        String status = deliveries.statusWith(
                targets.stream().map(target -> new Delivery(target)).toList());
        apply(new EventReplayed(eventId, tenant, sourceId, command.replayId(), targets, command.skipped(), status));
        for (Match match : command.matched()) {
            apply(new DeliveryRequested(eventId, tenant, sourceId, match.target(), match.connectionVersion()));
        }
        finish(command.replayId());
    }

    /** A delivery is over: if it was its replay's last one, so is the replay. */
    void over(DeliveryTarget target) {
        if (target.replayId() != null) {
            finish(target.replayId());
        }
    }

    private void finish(String replayId) {
        Collection<Delivery> asked = deliveries.of(replayId);
        if (stages.get(replayId) == Stage.ROUTED && asked.stream().noneMatch(Delivery::pending)) {
            apply(new EventReplayFinished(eventId, tenant, sourceId, replayId, outcome(asked)));
        }
    }

    private static String outcome(Collection<Delivery> asked) {
        if (asked.isEmpty()) {
            return ReplayOutcome.SKIPPED;
        }
        return asked.stream().allMatch(delivery -> delivery.state() == State.DELIVERED)
                ? ReplayOutcome.SUCCEEDED
                : ReplayOutcome.FAILED;
    }

    @EventSourcingHandler
    void on(EventReceived event) {
        eventId = event.eventId();
        tenant = event.tenant();
        sourceId = event.sourceId();
    }

    @EventSourcingHandler
    void on(ReplayRequested event) {
        stages.put(event.replayId(), Stage.REQUESTED);
    }

    @EventSourcingHandler
    void on(EventReplayed event) {
        stages.put(event.replayId(), Stage.ROUTED);
    }

    @EventSourcingHandler
    void on(EventReplayFinished event) {
        stages.put(event.replayId(), Stage.FINISHED);
    }
}
