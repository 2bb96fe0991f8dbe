package io.hookstream.command.event;

import io.hookstream.command.destination.Destination;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationSettings;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the deliveries of an event go. Asked only when a person wants one again: on their way, lanes know better. */
@Component
public class Destinations {

    private final Repository<Destination> destinations;

    public Destinations(Repository<Destination> destinations) {
        this.destinations = destinations;
    }

    /** Why nothing is delivered there now, or null. */
    @Nullable
    String problem(Tenant tenant, String destinationId) {
        try {
            DestinationSettings settings =
                    destinations.load(destinationId).invoke(destination -> destination.require(tenant));
            return Boolean.FALSE.equals(settings.enabled()) ? "The destination is disabled" : null;
        } catch (AggregateNotFoundException | Refused e) {
            return "The destination was deleted";
        }
    }
}
