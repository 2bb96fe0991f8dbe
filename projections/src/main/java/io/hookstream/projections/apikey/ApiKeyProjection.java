package io.hookstream.projections.apikey;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import io.hookstream.messages.apikey.ApiKeyEvent.ApiKeyCreated;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.projections.ProjectionsConfiguration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** The read model of API keys, found by the hash of the key that a request shows. */
@Component
@ProcessingGroup(ProjectionsConfiguration.CONFIGURATION)
public class ApiKeyProjection {

    public static final String COLLECTION = "api_keys";
    public static final String KEY_ID = "key_id";
    public static final String SCOPES = "scopes";

    private final MongoCollection<Document> keys;

    ApiKeyProjection(MongoDatabase database) {
        keys = database.getCollection(COLLECTION);
    }

    @EventHandler
    void on(ApiKeyCreated event) {
        ApiKeySettings settings = event.settings();
        Document key = new Document("_id", settings.hash())
                .append(KEY_ID, event.id())
                .append("organization_id", event.tenant().organizationId())
                .append("environment_id", event.tenant().environmentId())
                .append(SCOPES, settings.scopes() == null ? ApiKeySettings.SCOPES : settings.scopes());
        keys.replaceOne(Filters.eq(settings.hash()), key, new ReplaceOptions().upsert(true));
    }

    @ResetHandler
    void reset() {
        keys.deleteMany(new Document());
    }
}
