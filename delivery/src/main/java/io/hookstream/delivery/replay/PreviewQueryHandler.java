package io.hookstream.delivery.replay;

import io.hookstream.delivery.event.ReceivedEvents;
import io.hookstream.delivery.event.ReceivedEvents.Received;
import io.hookstream.delivery.lane.Rehearsal;
import io.hookstream.delivery.router.ReplayRouting;
import io.hookstream.messages.event.InboundEventCommand.Match;
import io.hookstream.messages.event.InboundEventEvent.Skipped;
import io.hookstream.messages.replay.ReplayQuery.Preview;
import io.hookstream.messages.replay.ReplayQuery.PreviewReplay;
import io.hookstream.messages.replay.ReplayQuery.PreviewedWay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/** Says what a replay would send where: decided as the router does, prepared as the lanes do, and not sent. */
@Component
class PreviewQueryHandler {

    /** Well below what the one who asks waits for. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final String PREVIEW = "preview";

    private final ReceivedEvents received;
    private final ReplayRouting routing;
    private final Rehearsal rehearsal;

    /** It reads stores and waits for transforms, and the query may come from an event loop. */
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();

    PreviewQueryHandler(ReceivedEvents received, ReplayRouting routing, Rehearsal rehearsal) {
        this.received = received;
        this.routing = routing;
        this.rehearsal = rehearsal;
    }

    @QueryHandler
    CompletableFuture<Preview> handle(PreviewReplay query) {
        return CompletableFuture.supplyAsync(() -> preview(query), blocking);
    }

    private Preview preview(PreviewReplay query) {
        long end = System.nanoTime() + LIMIT.toNanos();
        List<PreviewedWay> ways = new ArrayList<>();
        for (String eventId : query.eventIds()) {
            if (System.nanoTime() - end > 0) {
                break;
            }
            Received one = received.get(eventId);
            if (one.event().tenant().equals(query.tenant())) {
                ways.addAll(ways(one, query));
            }
        }
        return new Preview(ways);
    }

    private List<PreviewedWay> ways(Received one, PreviewReplay query) {
        ReplayRouting.Routed routed =
                routing.decide(one, new ReplayRouting.Wish(PREVIEW, query.destinationId(), query.config()));
        List<PreviewedWay> ways = new ArrayList<>();
        for (Match match : routed.matched()) {
            Rehearsal.Rehearsed rehearsed = rehearsal.rehearse(one.event().eventId(), query.tenant(), match.target());
            ways.add(new PreviewedWay(
                    one.event().eventId(),
                    one.at().toString(),
                    match.target().connectionId(),
                    rehearsed.problem(),
                    rehearsed.request()));
        }
        for (Skipped skipped : routed.skipped()) {
            ways.add(new PreviewedWay(
                    one.event().eventId(), one.at().toString(), skipped.connectionId(), skipped.reason(), null));
        }
        return ways;
    }
}
