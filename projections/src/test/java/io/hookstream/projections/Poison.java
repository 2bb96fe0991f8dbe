package io.hookstream.projections;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.event.InboundEventEvent;
import io.hookstream.messages.source.SourceEvent;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;

/** Makes the handlers of both projections fail at what a test chooses, until it is repaired. */
public final class Poison {

    private final AtomicInteger failures = new AtomicInteger();
    private volatile Predicate<DomainEvent> bad = event -> false;
    private volatile String cause = "The test has this event fail";

    public void at(Predicate<DomainEvent> events) {
        bad = events;
    }

    public void at(Predicate<DomainEvent> events, String because) {
        cause = because;
        bad = events;
    }

    public void repair() {
        bad = event -> false;
    }

    public int failures() {
        return failures.get();
    }

    private void taste(DomainEvent event) {
        if (bad.test(event)) {
            failures.incrementAndGet();
            throw new IllegalArgumentException(cause);
        }
    }

    @ProcessingGroup(ProjectionsConfiguration.EVENTS)
    final class OfEvents {
        @EventHandler
        void on(InboundEventEvent event) {
            taste(event);
        }
    }

    @ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
    final class OfConfiguration {
        @EventHandler
        void on(SourceEvent event) {
            taste(event);
        }
    }
}
