package io.hookstream.command;

import io.hookstream.messages.Refused;
import io.hookstream.messages.Versioned;
import org.axonframework.modelling.command.AggregateLifecycle;

/** The check that a change is made to what whoever asks for it has seen. Only for the handler of an aggregate. */
public final class Expected {

    private Expected() {}

    /** @param what such as {@code Source} */
    public static void require(Versioned command, String what) {
        Long expected = command.expectedVersion();
        if (expected != null && expected != AggregateLifecycle.getVersion().longValue()) {
            throw Refused.stale(what);
        }
    }
}
