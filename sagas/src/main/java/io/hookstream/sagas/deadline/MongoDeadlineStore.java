package io.hookstream.sagas.deadline;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.DeleteManyModel;
import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateManyModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.axonframework.modelling.saga.SagaScopeDescriptor;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The deadlines that are pending. A write is safe from the end of this process, like the state of every processor. */
final class MongoDeadlineStore {

    private final MongoCollection<Document> deadlines;

    MongoDeadlineStore(MongoDatabase database) {
        deadlines = database.getCollection(Deadline.COLLECTION);
        deadlines.createIndex(Indexes.ascending(Deadline.DUE_AT));
        deadlines.createIndex(Indexes.ascending(Deadline.GROUP, Deadline.DUE_AT));
        deadlines.createIndex(Indexes.ascending(Deadline.NAME, Deadline.SCOPE_ID));
    }

    /**
     * A deadline that is pending for this time already stays as it is, also if somebody is handling it; for another time
     * it is a new one.
     */
    static List<WriteModel<Document>> schedule(Deadline deadline, Instant now) {
        Document fields = deadline.fields(now);
        return List.of(
                new UpdateOneModel<>(
                        eq(deadline.id()), new Document("$setOnInsert", fields), new UpdateOptions().upsert(true)),
                new UpdateOneModel<>(
                        and(eq(deadline.id()), ne(Deadline.SCHEDULED_FOR, fields.getDate(Deadline.SCHEDULED_FOR))),
                        combine(new Document("$set", fields), unset(Deadline.CLAIMED_BY))));
    }

    static WriteModel<Document> cancel(String name, String id) {
        return new DeleteOneModel<>(and(eq(id), eq(Deadline.NAME, name)));
    }

    static WriteModel<Document> cancelAll(String name) {
        return new DeleteManyModel<>(eq(Deadline.NAME, name));
    }

    static WriteModel<Document> cancelAll(String name, SagaScopeDescriptor saga) {
        return new DeleteManyModel<>(and(
                eq(Deadline.NAME, name),
                eq(Deadline.SCOPE_ID, saga.getIdentifier().toString()),
                eq(Deadline.SCOPE_TYPE, saga.getType())));
    }

    static WriteModel<Document> hasten(String group, Instant now) {
        Date date = Date.from(now);
        return new UpdateManyModel<>(
                and(eq(Deadline.GROUP, group), gt(Deadline.DUE_AT, date)), set(Deadline.DUE_AT, date));
    }

    /** In their order. */
    void write(List<WriteModel<Document>> writes) {
        deadlines.bulkWrite(writes);
    }

    /** Those that are or will be due until then, the first first, but for those that somebody is handling. */
    FindIterable<Document> due(Instant until, Instant now, int limit) {
        return deadlines
                .find(and(lte(Deadline.DUE_AT, Date.from(until)), lte(Deadline.LEASE_UNTIL, Date.from(now))))
                .sort(Indexes.ascending(Deadline.DUE_AT))
                .limit(limit);
    }

    /**
     * Each of these is claimed by one only, and not at all if it was changed since it was read.
     *
     * @param claim a name that nobody has used before
     * @return those that were claimed
     */
    List<Deadline> claim(List<Document> due, String claim, Instant now, Instant leaseUntil) {
        List<WriteModel<Document>> claims = new ArrayList<>(due.size());
        Bson mine = combine(set(Deadline.LEASE_UNTIL, Date.from(leaseUntil)), set(Deadline.CLAIMED_BY, claim));
        for (Document each : due) {
            Bson unchanged = and(
                    eq(each.getString(Deadline.ID)),
                    eq(Deadline.DUE_AT, each.getDate(Deadline.DUE_AT)),
                    lte(Deadline.LEASE_UNTIL, Date.from(now)));
            claims.add(new UpdateOneModel<>(unchanged, mine));
        }
        int claimed = deadlines
                .bulkWrite(claims, new BulkWriteOptions().ordered(false))
                .getModifiedCount();
        List<Document> won = claimed == due.size()
                ? due
                : deadlines
                        .find(and(
                                in(
                                        Deadline.ID,
                                        due.stream()
                                                .map(each -> each.getString(Deadline.ID))
                                                .toList()),
                                eq(Deadline.CLAIMED_BY, claim)))
                        .sort(Indexes.ascending(Deadline.DUE_AT))
                        .into(new ArrayList<>());
        return won.stream().map(Deadline::of).toList();
    }

    void renew(Collection<Claimed> claimed, Instant leaseUntil) {
        deadlines.updateMany(
                and(
                        in(
                                Deadline.ID,
                                claimed.stream()
                                        .map(each -> each.deadline().id())
                                        .toList()),
                        in(
                                Deadline.CLAIMED_BY,
                                claimed.stream().map(Claimed::claim).distinct().toList())),
                set(Deadline.LEASE_UNTIL, Date.from(leaseUntil)));
    }

    /** Unless it was scheduled for another time meanwhile. */
    void delete(Claimed claimed) {
        deadlines.deleteOne(claimed.stillMine());
    }

    /** For another try, by whomever; unless it was scheduled for another time meanwhile. */
    void release(Claimed claimed, Instant dueAt, int tries) {
        deadlines.updateOne(
                claimed.stillMine(),
                combine(
                        set(Deadline.DUE_AT, Date.from(dueAt)),
                        set(Deadline.TRIES, tries),
                        set(Deadline.LEASE_UNTIL, Deadline.FREE),
                        unset(Deadline.CLAIMED_BY)));
    }

    /** For whoever is there: this process has not begun with it. */
    void giveBack(Claimed claimed) {
        deadlines.updateOne(
                claimed.stillMine(), combine(set(Deadline.LEASE_UNTIL, Deadline.FREE), unset(Deadline.CLAIMED_BY)));
    }

    /** A deadline that this process is to handle, under the name of the claim. */
    record Claimed(Deadline deadline, String claim) {

        private Bson stillMine() {
            return and(eq(deadline.id()), eq(Deadline.CLAIMED_BY, claim));
        }
    }
}
