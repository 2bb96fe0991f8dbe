package io.hookstream.command.replay;

import io.hookstream.command.Existing;
import io.hookstream.command.destination.Destination;
import io.hookstream.command.source.Source;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Tenant;
import org.axonframework.modelling.command.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where a replay's events come from, and where they go. */
@Component
class ReplayEnds {

    private final Repository<Source> sources;
    private final Repository<Destination> destinations;

    ReplayEnds(Repository<Source> sources, Repository<Destination> destinations) {
        this.sources = sources;
        this.destinations = destinations;
    }

    /**
     * @param sourceId null for all sources
     * @throws Refused if one does not exist, is something else, is deleted or is another tenant's
     */
    void require(Tenant tenant, @Nullable String sourceId, String destinationId) {
        Existing.require(
                destinations,
                destinationId,
                destination -> destination.require(tenant),
                () -> Refused.notFound("Destination"));
        if (sourceId != null) {
            Existing.require(sources, sourceId, source -> source.require(tenant), () -> Refused.notFound("Source"));
        }
    }
}
