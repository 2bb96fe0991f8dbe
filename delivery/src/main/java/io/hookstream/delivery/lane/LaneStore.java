package io.hookstream.delivery.lane;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.hookstream.delivery.connection.ConnectionHistory;
import io.hookstream.delivery.destination.Target;
import io.hookstream.messages.Checkpointed;
import io.hookstream.messages.Json;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.destination.DestinationConfig;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.event.DeliveryTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the lanes keep: their queues, and of each destination and connection what a delivery needs. */
@Component
class LaneStore implements Checkpointed {

    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
    private static final String VALUE = "value";
    private static final String STATE = "state";
    private static final String FAILURES = "failures";

    private final MongoCollection<Document> queue;
    private final MongoCollection<Document> destinations;
    private final MongoCollection<Document> transforms;
    private final MongoCollection<Document> circuits;
    private final UnwrittenQueue unwritten = new UnwrittenQueue(this::write);

    LaneStore(MongoDatabase database) {
        queue = database.getCollection("lane_queue");
        destinations = database.getCollection("lane_destinations");
        transforms = database.getCollection("lane_transforms");
        circuits = database.getCollection("lane_circuits");
        queue.createIndex(Indexes.ascending(QueuedDelivery.DESTINATION_ID, QueuedDelivery.POSITION));
    }

    /**
     * A destination as its lane knows it.
     *
     * @param version of its settings
     */
    record Destination(DestinationSettings settings, boolean deleted, Tenant tenant, long version) {

        Target target(String id) {
            return new Target(id, tenant, version, config());
        }

        Duration timeout() {
            return config().attemptLimit();
        }

        private DestinationConfig config() {
            return Objects.requireNonNull(settings.config(), "checked when it was set up");
        }

        boolean ordered() {
            return Boolean.TRUE.equals(settings.ordered());
        }

        /** Nothing is sent, and what comes is kept. */
        boolean paused() {
            return !deleted && Boolean.FALSE.equals(settings.enabled());
        }

        int maxConcurrency() {
            return Objects.requireNonNullElse(settings.maxConcurrency(), DestinationSettings.DEFAULT_CONCURRENCY);
        }

        int circuitThreshold() {
            return Objects.requireNonNullElse(
                    settings.circuitFailureThreshold(), DestinationSettings.DEFAULT_CIRCUIT_THRESHOLD);
        }

        int circuitCooldownSeconds() {
            return Objects.requireNonNullElse(
                    settings.circuitCooldownSeconds(), DestinationSettings.DEFAULT_CIRCUIT_COOLDOWN);
        }
    }

    /**
     * How a connection reshapes what goes through it: nothing if it does not.
     *
     * @param version of the connection's settings; null if there is no connection
     */
    record Transform(@Nullable String expression, @Nullable Long version) {

        static final Transform NONE = new Transform(null, null);

        static Transform of(ConnectionSettings settings, long version) {
            boolean enabled = Boolean.TRUE.equals(settings.transformEnabled());
            return new Transform(enabled ? settings.transformExpression() : null, version);
        }

        /** As it was in the version that the delivery is bound to; otherwise the current one. */
        static Transform of(DeliveryTarget target, ConnectionHistory history, Function<String, Transform> current) {
            String connectionId = target.connectionId();
            Long version = target.transformVersion();
            if (connectionId == null) {
                return NONE;
            }
            return version == null ? current.apply(connectionId) : of(history.version(connectionId, version), version);
        }
    }

    /**
     * What a batch changes of the queue.
     *
     * @param put the whole delivery
     * @param putInPlace the whole delivery but for its position, if it has one already
     * @param held the ids of those that wait for a retry in front of the others
     * @param removed ids
     */
    record QueueChanges(
            List<QueuedDelivery> put, List<QueuedDelivery> putInPlace, List<String> held, List<String> removed) {}

    @Override
    public String processor() {
        return LaneProcessor.NAME;
    }

    @Override
    public void claimed(int segment, long head) {
        unwritten.claimed(segment, head);
    }

    @Override
    public void write(int segment) {
        unwritten.write(segment);
    }

    @Override
    public void released(int segment) {
        unwritten.forget(segment);
    }

    /**
     * Is written with the token, or before the queue is read.
     *
     * @param segment of the processor; null if there will be no token
     */
    void change(@Nullable Integer segment, Map<String, QueueChange> changes) {
        unwritten.add(segment, changes);
    }

    void write(QueueChanges changes) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (QueuedDelivery delivery : changes.put()) {
            writes.add(new ReplaceOneModel<>(Filters.eq(delivery.id()), delivery.document(), UPSERT));
        }
        for (QueuedDelivery delivery : changes.putInPlace()) {
            Document fields = delivery.document();
            fields.remove("_id");
            Document position = new Document(QueuedDelivery.POSITION, fields.remove(QueuedDelivery.POSITION));
            writes.add(new UpdateOneModel<>(
                    Filters.eq(delivery.id()),
                    new Document("$set", fields).append("$setOnInsert", position),
                    new UpdateOptions().upsert(true)));
        }
        for (String id : changes.held()) {
            writes.add(new UpdateOneModel<>(Filters.eq(id), Updates.set(QueuedDelivery.HELD, true)));
        }
        if (!changes.removed().isEmpty()) {
            writes.add(new DeleteManyModel<>(Filters.in("_id", changes.removed())));
        }
        if (!writes.isEmpty()) {
            queue.bulkWrite(writes);
        }
    }

    /** The deliveries of a destination after this position, in order. */
    List<QueuedDelivery> read(String destinationId, long after, int limit) {
        unwritten.writeAll();
        return queue.find(Filters.and(
                        Filters.eq(QueuedDelivery.DESTINATION_ID, destinationId),
                        Filters.gt(QueuedDelivery.POSITION, after)))
                .sort(Sorts.ascending(QueuedDelivery.POSITION))
                .limit(limit)
                .map(QueuedDelivery::of)
                .into(new ArrayList<>());
    }

    /** The destinations that something is queued for. Goes from one to the next, however much is queued for each. */
    List<String> destinationsWaiting() {
        unwritten.writeAll();
        List<String> waiting = new ArrayList<>();
        Document next = firstAfter("");
        while (next != null) {
            waiting.add(next.getString(QueuedDelivery.DESTINATION_ID));
            next = firstAfter(waiting.getLast());
        }
        return waiting;
    }

    private @Nullable Document firstAfter(String destinationId) {
        return queue.find(Filters.gt(QueuedDelivery.DESTINATION_ID, destinationId))
                .sort(Sorts.ascending(QueuedDelivery.DESTINATION_ID, QueuedDelivery.POSITION))
                .projection(Projections.include(QueuedDelivery.DESTINATION_ID))
                .first();
    }

    Circuit circuit(String destinationId) {
        return circuits(List.of(destinationId)).getOrDefault(destinationId, Circuit.NEW);
    }

    /** Those of these destinations that have ever failed. */
    Map<String, Circuit> circuits(Collection<String> destinationIds) {
        Map<String, Circuit> found = new HashMap<>();
        circuits.find(Filters.in("_id", destinationIds))
                .forEach(document -> found.put(
                        document.getString("_id"),
                        new Circuit(
                                document.getString(STATE),
                                document.getInteger(FAILURES),
                                document.getLong(QueuedDelivery.POSITION))));
        return found;
    }

    void save(Map<String, Circuit> changed) {
        List<WriteModel<Document>> writes = new ArrayList<>(changed.size());
        changed.forEach((destinationId, circuit) -> writes.add(new ReplaceOneModel<>(
                Filters.eq(destinationId),
                new Document("_id", destinationId)
                        .append(STATE, circuit.state())
                        .append(FAILURES, circuit.failures())
                        .append(QueuedDelivery.POSITION, circuit.position()),
                UPSERT)));
        circuits.bulkWrite(writes);
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
