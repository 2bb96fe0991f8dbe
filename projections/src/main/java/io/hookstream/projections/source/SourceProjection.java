package io.hookstream.projections.source;

import com.mongodb.client.MongoDatabase;
import io.hookstream.messages.source.SourceEvent;
import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.messages.source.SourceEvent.SourceDeleted;
import io.hookstream.messages.source.SourceEvent.SourceUpdated;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
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

/** The read model of sources. */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class SourceProjection {

    public static final String COLLECTION = "sources";

    private final ResourceWriter<FindSource> sources;

    SourceProjection(MongoDatabase database, QueryUpdateEmitter updates) {
        sources = new ResourceWriter<>(
                database, COLLECTION, updates, FindSource.class, FindSource::id, ResourceDocument.ENABLED_INDEX);
    }

    @EventHandler
    void on(SourceCreated event, @Timestamp Instant at, @SequenceNumber long version) {
        save(event, event.settings(), at, version);
    }

    @EventHandler
    void on(SourceUpdated event, @Timestamp Instant at, @SequenceNumber long version) {
        save(event, event.settings(), at, version);
    }

    @EventHandler
    void on(SourceDeleted event, @Timestamp Instant at, @SequenceNumber long version) {
        sources.delete(new Change(event.id(), event.tenant(), version, at));
    }

    @ResetHandler
    void reset() {
        sources.clear();
    }

    private void save(SourceEvent event, SourceSettings settings, Instant at, long version) {
        Change change = new Change(event.id(), event.tenant(), version, at);
        sources.save(
                change,
                settings,
                settings.name(),
                Map.of(ResourceDocument.ENABLED, !Boolean.FALSE.equals(settings.enabled())));
    }
}
