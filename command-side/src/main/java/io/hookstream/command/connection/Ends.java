package io.hookstream.command.connection;

import io.hookstream.command.Existing;
import io.hookstream.command.destination.Destination;
import io.hookstream.command.source.Source;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/** The source and the destination that a connection joins. */
@Component
class Ends {

    private final Repository<Source> sources;
    private final Repository<Destination> destinations;

    Ends(Repository<Source> sources, Repository<Destination> destinations) {
        this.sources = sources;
        this.destinations = destinations;
    }

    /** @throws Refused naming the one that does not exist, is something else, is deleted or is another tenant's */
    void require(Tenant tenant, String sourceId, String destinationId) {
        Existing.require(
                sources,
                sourceId,
                source -> source.require(tenant),
                () -> Refused.invalid("source_id: there is no source " + sourceId));
        Existing.require(
                destinations,
                destinationId,
                destination -> destination.require(tenant),
                () -> Refused.invalid("destination_id: there is no destination " + destinationId));
    }
}
