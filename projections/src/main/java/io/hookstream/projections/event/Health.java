package io.hookstream.projections.event;

import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitView;
import io.hookstream.projections.ResourceDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * How many deliveries to a destination failed since one last succeeded, as one batch learns it. The processor's segments
 * come to the deliveries of one destination in any order, so not a count is kept but where in the log it failed, and up
 * to where that is settled by a success. Both only grow, so that the order does not matter, nor handling a batch twice.
 * A destination that has never failed has no document, and its successes write nothing.
 */
final class Health {

    /** Among so many of the newest attempts is the last success, if there was one that nobody wrote down. */
    private static final int LOOK_BACK = 500;

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private record Failures(Tenant tenant, List<Long> positions, Instant last) {

        Failures and(Failures later) {
            List<Long> all = new ArrayList<>(positions);
            all.addAll(later.positions());
            return new Failures(tenant, all, last.isAfter(later.last()) ? last : later.last());
        }
    }

    private final Map<String, Failures> failed = new LinkedHashMap<>();

    /** Up to where in the log, by destination. */
    private final Map<String, Long> settled = new LinkedHashMap<>();

    void failed(String destinationId, Tenant tenant, long position, Instant at) {
        failed.merge(destinationId, new Failures(tenant, List.of(position), at), Failures::and);
    }

    void succeeded(String destinationId, long position) {
        settled.merge(destinationId, position, Math::max);
    }

    /**
     * After the attempts of the batch: whoever writes a destination's first failure looks for successes among them, and so
     * either finds one, or has written the document before that one's batch looks for it.
     */
    void write(MongoDatabase database) {
        MongoCollection<Document> health = database.getCollection(HealthDocument.COLLECTION);
        List<WriteModel<Document>> writes = new ArrayList<>();
        failed.forEach((destinationId, failures) ->
                writes.add(new UpdateOneModel<>(Filters.eq(destinationId), failure(failures), UPSERT)));
        settled.forEach((destinationId, position) -> writes.add(settle(destinationId, position)));
        if (writes.isEmpty()) {
            return;
        }
        BulkWriteResult written = health.bulkWrite(writes);
        if (!failed.isEmpty() || written.getModifiedCount() > 0) {
            Set<String> changed = new HashSet<>(failed.keySet());
            changed.addAll(settled.keySet());
            lookBack(database, health);
            tidy(health, changed);
        }
    }

    private static Bson failure(Failures failures) {
        return Updates.combine(
                Updates.setOnInsert(
                        ResourceDocument.ORGANIZATION_ID, failures.tenant().organizationId()),
                Updates.setOnInsert(
                        ResourceDocument.ENVIRONMENT_ID, failures.tenant().environmentId()),
                Updates.setOnInsert(HealthDocument.SETTLED, -1L),
                Updates.addEachToSet(HealthDocument.FAILURES, failures.positions()),
                Updates.max(HealthDocument.LAST_FAILURE_AT, Date.from(failures.last())));
    }

    private static WriteModel<Document> settle(String destinationId, long position) {
        return new UpdateOneModel<>(
                Filters.and(Filters.eq(destinationId), Filters.lt(HealthDocument.SETTLED, position)),
                Updates.set(HealthDocument.SETTLED, position));
    }

    /** Of destinations that failed and have no success written down: there may be one from before they had a document. */
    private void lookBack(MongoDatabase database, MongoCollection<Document> health) {
        if (failed.isEmpty()) {
            return;
        }
        for (Document document :
                health.find(Filters.and(Filters.in("_id", failed.keySet()), Filters.eq(HealthDocument.SETTLED, -1L)))) {
            String destinationId = document.getString("_id");
            long position = lastSuccess(database, document, destinationId);
            if (position >= 0) {
                health.bulkWrite(List.of(settle(destinationId, position)));
            }
        }
    }

    private static long lastSuccess(MongoDatabase database, Document document, String destinationId) {
        long last = -1;
        for (Document attempt : database.getCollection(AttemptDocument.COLLECTION)
                .find(Filters.and(
                        Filters.eq(
                                ResourceDocument.ORGANIZATION_ID, document.getString(ResourceDocument.ORGANIZATION_ID)),
                        Filters.eq(
                                ResourceDocument.ENVIRONMENT_ID, document.getString(ResourceDocument.ENVIRONMENT_ID)),
                        Filters.eq(AttemptDocument.DESTINATION_ID, destinationId)))
                .projection(Projections.include(AttemptDocument.STATUS, AttemptDocument.POSITION))
                .sort(Sorts.descending("_id"))
                .limit(LOOK_BACK)) {
            Long position = attempt.getLong(AttemptDocument.POSITION);
            if (AttemptDocument.SUCCESS.equals(attempt.getString(AttemptDocument.STATUS)) && position != null) {
                last = Math.max(last, position);
            }
        }
        return last;
    }

    /**
     * Leaves only what counts, no more of it than anybody asks for, and in the order of the log. If another segment has
     * changed a document meanwhile, that one does the same after it.
     */
    private static void tidy(MongoCollection<Document> health, Collection<String> destinationIds) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Document document : health.find(Filters.in("_id", destinationIds))) {
            List<Long> before = document.getList(HealthDocument.FAILURES, Long.class);
            List<Long> counting = HealthDocument.failuresAfter(document, -1);
            List<Long> after =
                    counting.subList(Math.max(0, counting.size() - CircuitView.MAX_FAILURES), counting.size());
            if (!after.equals(before)) {
                writes.add(new UpdateOneModel<>(
                        Filters.and(Filters.eq(document.getString("_id")), Filters.eq(HealthDocument.FAILURES, before)),
                        Updates.set(HealthDocument.FAILURES, after)));
            }
        }
        if (!writes.isEmpty()) {
            health.bulkWrite(writes);
        }
    }
}
