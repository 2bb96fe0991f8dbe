package io.hookstream.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Indexes follow what happens to the documents, and to themselves. */
class IndexMaintenanceIT extends WithIndexes {

    private static final Document BY_A = new Document("a", 1);
    private static final IndexOptions UNIQUE = new IndexOptions().unique(true);

    @Test
    void findsWhatWasChangedAtItsNewValueOnly() {
        things.createIndex(Indexes.ascending("a"));
        things.createIndex(Indexes.ascending("tags"));
        things.insertOne(new Document("_id", 0).append("a", 1).append("tags", List.of("x", "y")));
        things.updateOne(eq("_id", 0), Updates.combine(Updates.set("a", 2), Updates.pull("tags", "x")));
        things.updateOne(eq("_id", 1), Updates.set("a", 2), new UpdateOptions().upsert(true));

        assertThat(ids(things.find(eq("a", 1)))).isEmpty();
        assertThat(ids(things.find(eq("a", 2)))).containsExactlyInAnyOrder(0, 1);
        assertThat(ids(things.find(eq("tags", "x")))).isEmpty();
        assertThat(ids(things.find(eq("tags", "y")))).containsExactly(0);
        things.deleteOne(eq("_id", 0));
        assertThat(ids(things.find(eq("a", 2)))).containsExactly(1);
        reopen();
        assertThat(ids(things.find(eq("a", 2)))).containsExactly(1);
    }

    @Test
    void changesOfWhatTheIndexIsReadByReachEachDocumentOnce() {
        things.createIndex(Indexes.ascending("a"));
        insertMany(i -> new Document("a", i));

        assertThat(things.updateMany(gte("a", 100), Updates.inc("a", 1)).getModifiedCount())
                .isEqualTo(100);
        assertThat(things.countDocuments(gt("a", 200))).isZero();
        assertThat(things.deleteMany(gt("a", 150)).getDeletedCount()).isEqualTo(50);
        assertThat(things.countDocuments()).isEqualTo(150);
    }

    @Test
    void anIndexOnDocumentsThatAreThereFindsThem() {
        insertMany(i -> new Document("a", i % 20));
        things.createIndex(Indexes.ascending("a"));

        FindIterable<Document> found = things.find(eq("a", 7));
        assertThat(ids(found)).hasSize(10);
        assertUses(found, "a_1", 10);
        reopen();
        assertUses(things.find(eq("a", 7)), "a_1", 10);
    }

    @Test
    void aDroppedIndexIsNotUsed() {
        things.createIndex(Indexes.ascending("a"));
        insertMany(i -> new Document("a", i));
        assertUses(things.find(eq("a", 7)), "a_1", 1);
        things.dropIndex("a_1");

        assertThat(ids(things.find(eq("a", 7)))).containsExactly(7);
        assertThat(Plan.of(things.find(eq("a", 7))).stage()).isEqualTo("COLLSCAN");
        things.insertOne(new Document("_id", MANY).append("a", 7));
        things.createIndex(Indexes.ascending("a"));
        assertUses(things.find(eq("a", 7)), "a_1", 2);
    }

    @Test
    void aDocumentComesAndGoesFromAPartialIndexAsItChanges() {
        things.createIndex(BY_A, new IndexOptions().partialFilterExpression(eq("state", "open")));
        things.insertOne(new Document("_id", 0).append("a", 1).append("state", "open"));
        things.insertOne(new Document("_id", 1).append("a", 1).append("state", "done"));
        things.updateOne(eq("_id", 0), Updates.set("state", "done"));
        things.updateOne(eq("_id", 1), Updates.set("state", "open"));

        FindIterable<Document> found = things.find(and(eq("a", 1), eq("state", "open")));
        assertThat(ids(found)).containsExactly(1);
        assertThat(Plan.of(found)).isEqualTo(new Plan("IXSCAN", "a_1", 1));
    }

    @Test
    void aRefusedUpdateChangesNoIndex() {
        things.createIndex(BY_A, UNIQUE);
        things.createIndex(Indexes.ascending("b"));
        things.insertOne(new Document("_id", 0).append("a", 1).append("b", 1));
        things.insertOne(new Document("_id", 1).append("a", 2).append("b", 1));

        assertThatThrownBy(() ->
                        things.updateOne(eq("_id", 1), new Document("$set", new Document("b", 2).append("a", 1))))
                .hasMessageContaining("E11000");
        assertThat(ids(things.find(eq("b", 2)))).isEmpty();
        assertThat(ids(things.find(eq("b", 1)))).containsExactlyInAnyOrder(0, 1);
        assertThat(ids(things.find(eq("a", 2)))).containsExactly(1);
    }

    @Test
    void anIndexOfAnotherCollectionWithTheSameNameStays() {
        MongoCollection<Document> others = database.getCollection("others");
        others.createIndex(BY_A);
        things.createIndex(BY_A);
        others.insertOne(new Document("_id", 1).append("a", 1));
        things.insertOne(new Document("_id", 1).append("a", 1));
        things.dropIndex("a_1");
        assertThat(Plan.of(others.find(eq("a", 1))).index()).isEqualTo("a_1");
        things.createIndex(BY_A);
        others.dropIndexes();
        reopen();
        assertThat(Plan.of(things.find(eq("a", 1))).index()).isEqualTo("a_1");
        assertThat(Plan.of(database.getCollection("others").find(eq("a", 1))).stage())
                .isEqualTo("COLLSCAN");
    }

    @Test
    void anIndexThatWasRefusedLeavesNothingThatALaterOneFinds() {
        things.createIndex(BY_A);
        things.insertOne(new Document("_id", 1).append("a", 1));
        assertThatThrownBy(() -> things.createIndex(BY_A, new IndexOptions().name("x")))
                .hasMessageContaining("a_1");
        things.dropIndex("a_1");
        things.insertOne(new Document("_id", 2).append("a", 1));
        things.createIndex(BY_A, new IndexOptions().name("x"));
        assertThat(Plan.of(things.find(eq("a", 1))).index()).isEqualTo("x");
        assertThat(things.countDocuments(eq("a", 1))).isEqualTo(2);
    }

    @Test
    void anUpdateThatIsRefusedChangesNoIndex() {
        things.createIndex(BY_A);
        things.insertOne(new Document("_id", 1).append("b.c", 1).append("a", 1));
        assertThatThrownBy(() -> things.updateOne(eq("_id", 1), set("a", 2))).hasMessageContaining("b.c");
        assertThat(things.countDocuments(eq("a", 1))).isEqualTo(1);
        assertThat(things.countDocuments(eq("a", 2))).isZero();
    }

    @Test
    void aTtlIndexOfSomeDocumentsDeletesNoOthers() {
        things.createIndex(
                Indexes.ascending("at"),
                new IndexOptions().expireAfter(1L, TimeUnit.SECONDS).partialFilterExpression(eq("kind", "session")));
        things.insertMany(List.of(
                new Document("_id", 1).append("at", new Date(0)).append("kind", "session"),
                new Document("_id", 2).append("at", new Date(0)).append("kind", "invoice")));
        store.deleteExpired();
        assertThat(ids(things.find())).containsExactly(2);
    }

    @Test
    void aCursorDoesNotGiveWhatNoLongerMatches() {
        things.createIndex(BY_A);
        things.insertMany(IntStream.range(0, 100)
                .mapToObj(i -> new Document("_id", i).append("a", 1))
                .toList());
        List<Object> seen = new ArrayList<>();
        try (MongoCursor<Document> cursor =
                things.find(eq("a", 1)).batchSize(10).iterator()) {
            seen.add(cursor.next().get("_id"));
            things.updateMany(gte("_id", 50), set("a", 2));
            cursor.forEachRemaining(document -> seen.add(document.get("_id")));
        }
        assertThat(seen).hasSize(50);
    }
}
