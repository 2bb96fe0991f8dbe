package io.hookstream.delivery.lane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.WriteModel;
import io.hookstream.messages.Json;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.destination.DestinationSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/** What the lanes keep: their queues, and of each destination and connection what a delivery needs. */
@Component
class LaneStore {

    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
    private static final String VALUE = "value";

    private final MongoCollection<Document> queue;
    private final MongoCollection<Document> destinations;
    private final MongoCollection<Document> transforms;

    LaneStore(MongoDatabase database) {
        queue = database.getCollection("lane_queue");
        destinations = database.getCollection("lane_destinations");
        transforms = database.getCollection("lane_transforms");
        queue.createIndex(Indexes.ascending(QueuedDelivery.DESTINATION_ID, QueuedDelivery.POSITION));
    }

    /** A destination as its lane knows it. */
    record Destination(DestinationSettings settings, boolean deleted) {}

    /** How a connection reshapes what goes through it: nothing if it does not. */
    record Transform(@org.jspecify.annotations.Nullable String expression) {

        static Transform of(ConnectionSettings settings) {
            return new Transform(
                    Boolean.TRUE.equals(settings.transformEnabled()) ? settings.transformExpression() : null);
        }
    }

    void write(Collection<QueuedDelivery> added, Collection<String> removed) {
        List<WriteModel<Document>> writes = new ArrayList<>(added.size() + 1);
        for (QueuedDelivery delivery : added) {
            writes.add(new ReplaceOneModel<>(Filters.eq(delivery.target().deliveryId()), delivery.document(), UPSERT));
        }
        if (!removed.isEmpty()) {
            writes.add(new DeleteManyModel<>(Filters.in("_id", removed)));
        }
        if (!writes.isEmpty()) {
            queue.bulkWrite(writes);
        }
    }

    /** The deliveries of a destination after this position, in order. */
    List<QueuedDelivery> read(String destinationId, long after, int limit) {
        return queue.find(Filters.and(
                        Filters.eq(QueuedDelivery.DESTINATION_ID, destinationId),
                        Filters.gt(QueuedDelivery.POSITION, after)))
                .sort(Sorts.ascending(QueuedDelivery.POSITION))
                .limit(limit)
                .map(QueuedDelivery::of)
                .into(new ArrayList<>());
    }

    /** The destinations that something is queued for. */
    List<String> destinationsWaiting() {
        return queue.distinct(QueuedDelivery.DESTINATION_ID, String.class).into(new ArrayList<>());
    }

    void save(String destinationId, Destination destination) {
        save(destinations, destinationId, destination);
    }

    Optional<Destination> destination(String destinationId) {
        return read(destinations, destinationId, Destination.class);
    }

    void save(String connectionId, Transform transform) {
        save(transforms, connectionId, transform);
    }

    Optional<Transform> transform(String connectionId) {
        return read(transforms, connectionId, Transform.class);
    }

    private static void save(MongoCollection<Document> collection, String id, Record value) {
        try {
            Document document =
                    new Document("_id", id).append(VALUE, Json.mapper().writeValueAsString(value));
            collection.replaceOne(Filters.eq(id), document, UPSERT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(id + " cannot be written", e);
        }
    }

    private static <T> Optional<T> read(MongoCollection<Document> collection, String id, Class<T> type) {
        Document document = collection.find(Filters.eq(id)).first();
        if (document == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.mapper().readValue(document.getString(VALUE), type));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What the lanes keep of " + id + " is damaged", e);
        }
    }
}
