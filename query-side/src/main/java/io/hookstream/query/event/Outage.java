package io.hookstream.query.event;

import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a destination's circuit was open or half-open.
 *
 * @param until null if it still is
 */
record Outage(Instant from, @Nullable Instant until) {

    /** Follows what happened to a circuit: one that opens again after a probe has not been closed. */
    static void follow(List<Outage> outages, CircuitEvent event, Instant at) {
        boolean going = !outages.isEmpty() && outages.getLast().until() == null;
        boolean closed = event instanceof CircuitClosed;
        if (closed && going) {
            outages.set(outages.size() - 1, new Outage(outages.getLast().from(), at));
        } else if (!closed && !going) {
            outages.add(new Outage(at, null));
        }
    }
}
