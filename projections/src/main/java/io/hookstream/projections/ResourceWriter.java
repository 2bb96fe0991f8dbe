package io.hookstream.projections;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Keeps one collection of {@link ResourceDocument}s. Writing the same change again leaves the same document. */
public final class ResourceWriter {

    private final MongoCollection<Document> collection;

    public ResourceWriter(MongoDatabase database, String name) {
        collection = database.getCollection(name);
    }

    /**
     * One change of one thing.
     *
     * @param version the domain event's sequence number
     * @param at when it happened
     */
    public record Change(String id, Tenant tenant, long version, Instant at) {}

    /**
     * @param name what it is called, for lists that join it
     * @param fields what lists select by
     */
    public Revision save(Change change, Record settings, @Nullable String name, Map<String, String> fields) {
        List<Bson> updates = new ArrayList<>();
        updates.add(Updates.set(ResourceDocument.SETTINGS, ResourceDocument.json(settings)));
        updates.add(Updates.set(ResourceDocument.NAME, name));
        fields.forEach((field, value) -> updates.add(Updates.set(field, value)));
        return write(change, false, updates);
    }

    public Revision delete(Change change) {
        return write(change, true, new ArrayList<>());
    }

    public void clear() {
        collection.deleteMany(new Document());
    }

    private Revision write(Change change, boolean deleted, List<Bson> updates) {
        Date at = Date.from(change.at());
        updates.add(
                Updates.set(ResourceDocument.ORGANIZATION_ID, change.tenant().organizationId()));
        updates.add(Updates.set(ResourceDocument.ENVIRONMENT_ID, change.tenant().environmentId()));
        updates.add(Updates.set(ResourceDocument.VERSION, change.version()));
        updates.add(Updates.set(ResourceDocument.DELETED, deleted));
        updates.add(Updates.set(ResourceDocument.UPDATED_AT, at));
        updates.add(Updates.setOnInsert(ResourceDocument.CREATED_AT, at));
        Bson byId = eq(ResourceDocument.ID, change.id());
        collection.updateOne(byId, Updates.combine(updates), new UpdateOptions().upsert(true));
        return ResourceDocument.revision(
                Objects.requireNonNull(collection.find(byId).first()));
    }
}
