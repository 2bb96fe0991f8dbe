package io.hookstream.projections.event;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.hookstream.messages.BeforeToken;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.metrics.Metrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What one batch of the processor writes: one document per event and attempt, however often the batch changed it, and
 * one {@code bulkWrite} per collection, before the token.
 */
final class EventBatch {

    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final Map<String, Document> received = new LinkedHashMap<>();
    private final Map<String, String> statuses = new LinkedHashMap<>();
    private final Map<String, Document> attempts = new LinkedHashMap<>();

    /** By the id of an attempt that an earlier batch wrote. */
    private final Map<String, Document> changed = new LinkedHashMap<>();

    private final Counters counters;
    private final Metrics metrics;
    private final Health health = new Health();

    /** @param segment null for a dead letter */
    private EventBatch(@Nullable Object segment, Clock clock) {
        this.counters = new Counters(segment);
        this.metrics = new Metrics(segment, clock.instant());
    }

    static EventBatch of(UnitOfWork<?> unitOfWork, MongoDatabase database, Clock clock) {
        return BeforeToken.collect(
                unitOfWork,
                EventBatch.class,
                () -> new EventBatch(segment(unitOfWork), clock),
                batch -> batch.write(database));
    }

    private static @Nullable Object segment(UnitOfWork<?> batch) {
        return BeforeToken.isDeadLetter(batch)
                ? null
                : Objects.requireNonNull(
                        BeforeToken.segment(batch, ProjectionsConfiguration.EVENTS), "the batch belongs to no segment");
    }

    void received(Document event) {
        received.put(event.getString("_id"), event);
    }

    void status(String eventId, String status) {
        Document event = received.get(eventId);
        if (event != null) {
            event.put(EventDocument.STATUS, status);
        } else {
            statuses.put(eventId, status);
        }
    }

    void attempt(Document attempt) {
        attempts.put(attempt.getString("_id"), attempt);
    }

    /** Changes some fields of an attempt; what is changed by name later counts. */
    void attempt(String id, Document fields) {
        Document attempt = attempts.get(id);
        if (attempt != null) {
            attempt.putAll(fields);
        } else {
            changed.merge(id, fields, (earlier, later) -> {
                earlier.putAll(later);
                return earlier;
            });
        }
    }

    Counters counters() {
        return counters;
    }

    Metrics metrics() {
        return metrics;
    }

    Health health() {
        return health;
    }

    private void write(MongoDatabase database) {
        List<WriteModel<Document>> tried = replacements(attempts);
        changed.forEach((id, fields) -> tried.add(new UpdateOneModel<>(Filters.eq(id), new Document("$set", fields))));
        bulkWrite(database, AttemptDocument.COLLECTION, tried);
        // After the attempts: whoever sees that an event is delivered asks for its attempts next.
        List<WriteModel<Document>> events = replacements(received);
        statuses.forEach((id, status) ->
                events.add(new UpdateOneModel<>(Filters.eq(id), Updates.set(EventDocument.STATUS, status))));
        bulkWrite(database, EventDocument.COLLECTION, events);
        counters.write(database);
        metrics.write(database);
        health.write(database);
    }

    private static List<WriteModel<Document>> replacements(Map<String, Document> documents) {
        List<WriteModel<Document>> writes = new ArrayList<>(documents.size());
        documents.forEach((id, document) -> writes.add(new ReplaceOneModel<>(Filters.eq(id), document, UPSERT)));
        return writes;
    }

    private static void bulkWrite(MongoDatabase database, String collection, List<WriteModel<Document>> writes) {
        if (!writes.isEmpty()) {
            database.getCollection(collection).bulkWrite(writes);
        }
    }
}
