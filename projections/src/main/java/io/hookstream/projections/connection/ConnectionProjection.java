package io.hookstream.projections.connection;

import com.mongodb.client.MongoDatabase;
import io.hookstream.messages.connection.ConnectionEvent;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionCreated;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionDeleted;
import io.hookstream.messages.connection.ConnectionEvent.ConnectionUpdated;
import io.hookstream.messages.connection.ConnectionQuery.FindConnection;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.projections.CollectionIndexes;
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

/** The read model of connections. */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class ConnectionProjection {

    public static final String COLLECTION = "connections";
    public static final String SOURCE_ID = "source_id";
    public static final String DESTINATION_ID = "destination_id";

    private final ResourceWriter<FindConnection> connections;

    ConnectionProjection(MongoDatabase database, QueryUpdateEmitter updates) {
        connections = new ResourceWriter<>(
                database,
                COLLECTION,
                updates,
                FindConnection.class,
                FindConnection::id,
                CollectionIndexes.ofTenant(ResourceDocument.DELETED, SOURCE_ID, ResourceDocument.ID),
                CollectionIndexes.ofTenant(ResourceDocument.DELETED, DESTINATION_ID, ResourceDocument.ID));
    }

    @EventHandler
    void on(ConnectionCreated event, @Timestamp Instant at, @SequenceNumber long version) {
        save(event, event.settings(), at, version);
    }

    @EventHandler
    void on(ConnectionUpdated event, @Timestamp Instant at, @SequenceNumber long version) {
        save(event, event.settings(), at, version);
    }

    @EventHandler
    void on(ConnectionDeleted event, @Timestamp Instant at, @SequenceNumber long version) {
        connections.delete(new Change(event.id(), event.tenant(), version, at));
    }

    @ResetHandler
    void reset() {
        connections.clear();
    }

    private void save(ConnectionEvent event, ConnectionSettings settings, Instant at, long version) {
        Change change = new Change(event.id(), event.tenant(), version, at);
        connections.save(
                change,
                settings,
                settings.name(),
                Map.of(SOURCE_ID, event.sourceId(), DESTINATION_ID, event.destinationId()));
    }
}
