package io.hookstream.projections.apikey;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Indexes;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.hookstream.messages.apikey.ApiKeyQuery.DescribeApiKey;
import io.hookstream.messages.apikey.ApiKeySettings;
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

/** The read model of API keys: a request finds one by the hash of what it shows, a person in the list of theirs. */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class ApiKeyProjection {

    public static final String COLLECTION = "api_keys";
    public static final String HASH = "hash";

    private final ResourceWriter<DescribeApiKey> keys;

    ApiKeyProjection(MongoDatabase database, QueryUpdateEmitter updates) {
        keys = new ResourceWriter<>(
                database,
                COLLECTION,
                updates,
                DescribeApiKey.class,
                DescribeApiKey::id,
                Indexes.ascending(HASH),
                // The list shows revoked keys too.
                CollectionIndexes.ofTenant(ResourceDocument.ID));
    }

    @EventHandler
    void on(ApiKeyCreated event, @Timestamp Instant at, @SequenceNumber long version) {
        ApiKeySettings settings = event.settings();
        Change change = new Change(event.id(), event.tenant(), version, at);
        keys.save(change, settings, settings.name(), Map.of(HASH, settings.hash()));
    }

    @EventHandler
    void on(ApiKeyRevoked event, @Timestamp Instant at, @SequenceNumber long version) {
        keys.delete(new Change(event.id(), event.tenant(), version, at));
    }

    @ResetHandler
    void reset() {
        keys.clear();
    }
}
