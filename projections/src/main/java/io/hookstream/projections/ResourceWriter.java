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
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one collection of {@link ResourceDocument}s, and tells of each change whoever waits for it. Writing the same
 * change again leaves the same document.
 *
 * @param <Q> the query that finds one
 */
public final class ResourceWriter<Q> {

    private final MongoCollection<Document> collection;
    private final QueryUpdateEmitter updates;
    private final Class<Q> find;
    private final Function<Q, String> wanted;

    /**
     * @param wanted the id that a query asks for
     * @param indexes beside the one that every list of a tenant's needs
     */
    public ResourceWriter(
            MongoDatabase database,
            String name,
            QueryUpdateEmitter updates,
            Class<Q> find,
            Function<Q, String> wanted,
            Bson... indexes) {
        this.collection = database.getCollection(name);
        this.updates = updates;
        this.find = find;
        this.wanted = wanted;
        CollectionIndexes.create(
                database,
                name,
                Stream.concat(Stream.of(ResourceDocument.INDEX), Stream.of(indexes))
                        .toList());
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
    public void save(Change change, Record settings, @Nullable String name, Map<String, ?> fields) {
        List<Bson> fieldUpdates = new ArrayList<>();
        fieldUpdates.add(Updates.set(ResourceDocument.SETTINGS, ResourceDocument.json(settings)));
        fieldUpdates.add(Updates.set(ResourceDocument.NAME, name));
        fields.forEach((field, value) -> fieldUpdates.add(Updates.set(field, value)));
        write(change, false, fieldUpdates);
    }

    /** Changes these fields and nothing else. */
    public void update(Change change, Map<String, ?> fields) {
        List<Bson> fieldUpdates = new ArrayList<>();
        fields.forEach((field, value) -> fieldUpdates.add(Updates.set(field, value)));
        write(change, false, fieldUpdates);
    }

    public void delete(Change change) {
        write(change, true, new ArrayList<>());
    }

    public void clear() {
        collection.deleteMany(new Document());
    }

    private void write(Change change, boolean deleted, List<Bson> fieldUpdates) {
        Date at = Date.from(change.at());
        fieldUpdates.add(
                Updates.set(ResourceDocument.ORGANIZATION_ID, change.tenant().organizationId()));
        fieldUpdates.add(
                Updates.set(ResourceDocument.ENVIRONMENT_ID, change.tenant().environmentId()));
        fieldUpdates.add(Updates.set(ResourceDocument.VERSION, change.version()));
        fieldUpdates.add(Updates.set(ResourceDocument.DELETED, deleted));
        fieldUpdates.add(Updates.set(ResourceDocument.UPDATED_AT, at));
        fieldUpdates.add(Updates.setOnInsert(ResourceDocument.CREATED_AT, at));
        Bson byId = eq(ResourceDocument.ID, change.id());
        collection.updateOne(byId, Updates.combine(fieldUpdates), new UpdateOptions().upsert(true));
        Revision revision = ResourceDocument.revision(
                Objects.requireNonNull(collection.find(byId).first()));
        updates.emit(find, query -> wanted.apply(query).equals(change.id()), revision);
    }
}
