package io.hookstream.command.connection;

import io.hookstream.command.destination.Destination;
import io.hookstream.command.source.Source;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import java.util.function.Consumer;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.modelling.command.AggregateNotFoundException;
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
        exists(sources, sourceId, source -> source.require(tenant), "source_id: there is no source ");
        exists(
                destinations,
                destinationId,
                destination -> destination.require(tenant),
                "destination_id: there is no destination ");
    }

    private static <T> void exists(Repository<T> repository, String id, Consumer<T> check, String problem) {
        try {
            repository.load(id).execute(check);
        } catch (AggregateNotFoundException | IncompatibleAggregateException | Refused e) {
            throw Refused.invalid(problem + id);
        }
    }
}
