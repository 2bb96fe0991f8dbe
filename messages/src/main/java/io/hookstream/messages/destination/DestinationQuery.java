package io.hookstream.messages.destination;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about destinations. */
public sealed interface DestinationQuery {

    /** Answers a {@link DestinationView} or null. A deleted one is answered too, so that a reader can wait for that. */
    record FindDestination(String id, Tenant tenant) implements DestinationQuery {}

    /** Answers {@link Destinations}. */
    record ListDestinations(Tenant tenant, PageRequest page) implements DestinationQuery {}

    record Destinations(
            List<DestinationView> destinations, @Nullable String next) {}
}
