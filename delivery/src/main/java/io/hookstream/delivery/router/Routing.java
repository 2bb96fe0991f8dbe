package io.hookstream.delivery.router;

import io.hookstream.delivery.connection.Envelope;
import io.hookstream.delivery.connection.FilterEvaluator;
import io.hookstream.delivery.connection.Verdict;
import io.hookstream.delivery.event.ReceivedEvents;
import io.hookstream.delivery.event.ReceivedEvents.Received;
import io.hookstream.delivery.event.UnreadableEventException;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.event.InboundEventEvent.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Judges an event by the rules of connections. */
@Component
class Routing {

    private final ReceivedEvents received;

    Routing(ReceivedEvents received) {
        this.received = received;
    }

    /** @param skipped says why not */
    record Decision(List<Route> matched, List<Skipped> skipped) {}

    Decision decide(Received one, List<Route> candidates) {
        boolean filtered = candidates.stream().anyMatch(route -> !route.rules().isEmpty());
        Function<List<FilterRule>, Verdict> filter = filter(one, filtered);
        Decision decision = new Decision(new ArrayList<>(), new ArrayList<>());
        for (Route route : candidates) {
            switch (verdict(route, filter)) {
                case Verdict.Matched yes -> decision.matched().add(route);
                case Verdict.Skipped no ->
                    decision.skipped().add(new Skipped(route.connectionId(), no.reason(), route.version()));
            }
        }
        return decision;
    }

    private static Verdict verdict(Route route, Function<List<FilterRule>, Verdict> filter) {
        return route.enabled() ? filter.apply(route.rules()) : new Verdict.Skipped("the connection is disabled");
    }

    /** A payload that is damaged holds up no other event: the connections that look at it are skipped. */
    private Function<List<FilterRule>, Verdict> filter(Received one, boolean filtered) {
        try {
            Envelope envelope = received.envelope(one, filtered ? received.body(one.event()) : new byte[0]);
            return rules -> FilterEvaluator.evaluate(rules, envelope);
        } catch (UnreadableEventException e) {
            return rules ->
                    rules.isEmpty() ? new Verdict.Matched() : new Verdict.Skipped(String.valueOf(e.getMessage()));
        }
    }
}
