package io.hookstream.projections.destination;

import com.mongodb.client.MongoDatabase;
import io.hookstream.messages.destination.DestinationEvent;
import io.hookstream.messages.destination.DestinationEvent.DestinationCreated;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.messages.destination.DestinationEvent.DestinationUpdated;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.ResourceWriter;
import io.hookstream.projections.ResourceWriter.Change;
import java.time.Instant;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.springframework.stereotype.Component;

/** The read model of destinations. */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class DestinationProjection {

    public static final String COLLECTION = "destinations";

    private final ResourceWriter<FindDestination> destinations;

    DestinationProjection(MongoDatabase database, QueryUpdateEmitter updates) {
        destinations = new ResourceWriter<>(
                database,
                COLLECTION,
                updates,
                FindDestination.class,
                FindDestination::id,
                ResourceDocument.ENABLED_INDEX);
    }

    @EventHandler
    void on(DestinationCreated event, @Timestamp Instant at, @SequenceNumber long version) {
        save(event, event.settings(), at, version);
    }

    @EventHandler
    void on(DestinationUpdated event, @Timestamp Instant at, @SequenceNumber long version) {
        save(event, event.settings(), at, version);
    }

    @EventHandler
    void on(DestinationDeleted event, @Timestamp Instant at, @SequenceNumber long version) {
        destinations.delete(new Change(event.id(), event.tenant(), version, at));
    }

    @ResetHandler
    void reset() {
        destinations.clear();
    }

    private void save(DestinationEvent event, DestinationSettings settings, Instant at, long version) {
        Change change = new Change(event.id(), event.tenant(), version, at);
        destinations.save(
                change,
                settings,
                settings.name(),
                Map.of(ResourceDocument.ENABLED, !Boolean.FALSE.equals(settings.enabled())));
    }
}
