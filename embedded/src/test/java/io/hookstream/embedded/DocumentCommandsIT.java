package io.hookstream.embedded;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.push;
import static com.mongodb.client.model.Updates.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;

class DocumentCommandsIT extends WithDocumentStore {

    @Test
    void findsByIdsOfEveryTypeBesideEachOther() {
        List<Object> ids = Arrays.asList(
                "text",
                1,
                2L << 40,
                0.5,
                new ObjectId(),
                new Document("a", 1),
                new Date(5),
                true,
                new Binary(new byte[] {7}),
                null,
                "",
                -3,
                Decimal128.parse("1.5"));
        ids.forEach(id -> things.insertOne(new Document("_id", id).append("v", String.valueOf(id))));
        reopen();

        assertThat(things.countDocuments()).isEqualTo(ids.size());
        for (Object id : ids) {
            assertThat(things.find(eq("_id", id)).first()).containsEntry("v", String.valueOf(id));
            assertThatThrownBy(() -> things.insertOne(new Document("_id", id))).hasMessageContaining("duplicate key");
        }
        assertThat(things.find(and(gte("_id", "t"), lt("_id", "u"))).first()).containsEntry("_id", "text");
        assertThat(things.find(gte("_id", -3)).into(new ArrayList<>())).hasSize(5);
    }

    @Test
    void aUniqueIndexOfSeveralFieldsTellsMissingFromGiven() {
        things.createIndex(new Document("a", 1).append("b", 1), new IndexOptions().unique(true));
        things.insertOne(new Document("a", "x").append("b", 1));
        things.insertOne(new Document("a", "x").append("b", 2));
        things.insertOne(new Document("a", "x"));
        things.insertOne(new Document("a", "y"));
        reopen();

        assertThatThrownBy(() -> things.insertOne(new Document("a", "x"))).hasMessageContaining("duplicate key");
        assertThatThrownBy(() -> things.insertOne(new Document("a", "x").append("b", 2L)))
                .hasMessageContaining("duplicate key");
        assertThat(things.find(new Document("a", "x").append("b", 2)).into(new ArrayList<>()))
                .hasSize(1);
    }

    @Test
    void keepsUniqueIndexesWhenItIsReopened() {
        things.createIndex(new Document("key", 1), new IndexOptions().unique(true));
        things.insertOne(new Document("key", "k"));
        reopen();

        assertThatThrownBy(() -> things.insertOne(new Document("key", "k")))
                .isInstanceOf(MongoWriteException.class)
                .hasMessageContaining("duplicate key");
        things.deleteOne(eq("key", "k"));
        things.insertOne(new Document("key", "k"));
    }

    @Test
    void anOrderedBulkWriteInsertsUpsertsIncrementsSetsAndPushes() {
        things.insertOne(new Document("_id", "old").append("n", 1).append("list", List.of("a")));
        UpdateOptions upsert = new UpdateOptions().upsert(true);
        BulkWriteResult result = things.bulkWrite(
                List.of(
                        new InsertOneModel<>(new Document("_id", "new")),
                        new UpdateOneModel<>(eq("_id", "old"), combine(inc("n", 2), push("list", "b"))),
                        new UpdateOneModel<>(eq("_id", "upserted"), combine(set("s", "x"), inc("n", 5)), upsert),
                        new UpdateOneModel<>(eq("_id", "upserted"), combine(inc("n", 1), push("l", 1)), upsert),
                        new InsertOneModel<>(new Document("_id", "last"))),
                new BulkWriteOptions().ordered(true));

        assertThat(result.getInsertedCount()).isEqualTo(2);
        assertThat(result.getUpserts()).hasSize(1);
        reopen();
        assertThat(things.find(eq("_id", "old")).first())
                .isEqualTo(new Document("_id", "old").append("n", 3).append("list", List.of("a", "b")));
        assertThat(things.find(eq("_id", "upserted")).first())
                .containsEntry("s", "x")
                .containsEntry("n", 6)
                .containsEntry("l", List.of(1));
    }

    @Test
    void anOrderedBulkWriteStopsAtTheFirstFailedUpdateAndAnUnorderedOneGoesOn() {
        things.insertMany(
                List.of(new Document("_id", "text").append("n", "x"), new Document("_id", "b").append("n", 0)));
        UpdateOptions upsert = new UpdateOptions().upsert(true);
        List<UpdateOneModel<Document>> updates = List.of(
                new UpdateOneModel<>(eq("_id", "b"), inc("n", 1)),
                new UpdateOneModel<>(eq("_id", "new"), inc("n", 1), upsert),
                new UpdateOneModel<>(eq("_id", "text"), inc("n", 1)),
                new UpdateOneModel<>(eq("_id", "b"), inc("n", 1)));

        assertThatThrownBy(() -> things.bulkWrite(updates, new BulkWriteOptions().ordered(true)))
                .isInstanceOfSatisfying(MongoBulkWriteException.class, e -> {
                    assertThat(e.getWriteErrors())
                            .singleElement()
                            .satisfies(error -> assertThat(error.getIndex()).isEqualTo(2));
                    assertThat(e.getWriteResult().getMatchedCount()).isEqualTo(1);
                    assertThat(e.getWriteResult().getUpserts())
                            .singleElement()
                            .satisfies(one -> assertThat(one.getIndex()).isEqualTo(1));
                });
        assertThat(things.find(eq("_id", "b")).first()).containsEntry("n", 1);

        assertThatThrownBy(() -> things.bulkWrite(updates, new BulkWriteOptions().ordered(false)))
                .isInstanceOf(MongoBulkWriteException.class);
        assertThat(things.find(eq("_id", "b")).first()).containsEntry("n", 3);
    }

    @Test
    void anOrderedInsertStopsAtTheFirstDuplicate() {
        things.insertOne(new Document("_id", 2));
        assertThatThrownBy(() -> things.insertMany(IntStream.rangeClosed(1, 3)
                        .mapToObj(i -> new Document("_id", i))
                        .toList()))
                .isInstanceOf(MongoBulkWriteException.class);
        assertThat(things.find(eq("_id", 3)).first()).isNull();
        assertThat(things.countDocuments()).isEqualTo(2);
    }

    @Test
    void findsByRangeOfIdsSortsSkipsLimitsAndPages() {
        List<Document> documents = new ArrayList<>(IntStream.range(0, 500)
                .mapToObj(i -> new Document("_id", "evt_%04d".formatted(i)).append("rest", i % 7))
                .toList());
        Collections.shuffle(documents, new Random(1));
        things.insertMany(documents);

        assertThat(ids(things.find(and(gte("_id", "evt_0100"), lt("_id", "evt_0200")))
                        .sort(descending("_id"))
                        .skip(10)
                        .limit(3)))
                .containsExactly("evt_0189", "evt_0188", "evt_0187");
        assertThat(ids(things.find(new Document("_id", new Document("$gt", "evt_0100").append("$lte", "evt_0103")))))
                .containsExactly("evt_0101", "evt_0102", "evt_0103");
        assertThat(ids(things.find(and(gte("_id", "evt_0100x"), lt("_id", "evt_0103x")))
                        .sort(descending("_id"))))
                .containsExactly("evt_0103", "evt_0102", "evt_0101");
        assertThat(ids(things.find(lt("_id", "evt_0002x")))).containsExactly("evt_0000", "evt_0001", "evt_0002");
        assertThat(ids(things.find(gte("_id", "evt_0498x")).sort(descending("_id"))))
                .containsExactly("evt_0499");
        assertThat(ids(things.find(and(gte("_id", "evt_0200"), lt("_id", "evt_0100")))))
                .isEmpty();
        assertThat(ids(things.find(and(eq("_id", "evt_0007"), eq("rest", 0))))).containsExactly("evt_0007");
        assertThat(ids(things.find(and(eq("_id", "evt_0007"), eq("rest", 1))))).isEmpty();
        assertThat(ids(things.find(gte("_id", "evt_0490"))
                        .sort(descending("rest"))
                        .limit(1)))
                .containsExactly("evt_0496");
        assertThat(ids(things.find().sort(ascending("rest", "_id")).limit(2))).containsExactly("evt_0000", "evt_0007");
        assertThat(ids(things.find().sort(ascending("_id")).batchSize(33)))
                .hasSize(500)
                .isSorted();
        assertThat(things.countDocuments(eq("rest", 3))).isEqualTo(71);
    }

    @Test
    void aCursorGivesEachDocumentOnceWhileOthersWrite() {
        things.insertMany(IntStream.range(0, 1_000)
                .mapToObj(i -> new Document("_id", i).append("v", 0))
                .toList());
        List<Object> seen = new ArrayList<>();
        try (MongoCursor<Document> cursor = things.find().batchSize(10).iterator()) {
            seen.add(cursor.next().get("_id"));
            things.updateMany(new Document(), set("v", 1));
            things.deleteMany(gte("_id", 900));
            cursor.forEachRemaining(document -> seen.add(document.get("_id")));
        }
        assertThat(seen).doesNotHaveDuplicates().hasSizeBetween(900, 1_000);
        assertThat(things.countDocuments(eq("v", 1))).isEqualTo(900);
    }

    @Test
    void fieldsThatAreSetByIdAreFoundByTheirIndexesAndRefusedByUniqueOnes() {
        things.createIndex(new Document("a", 1));
        things.createIndex(new Document("u", 1), new IndexOptions().unique(true));
        things.insertOne(new Document("_id", "one").append("a", 1).append("u", 1));
        things.insertOne(new Document("_id", "two").append("a", 1).append("u", 2));

        UpdateResult changed = things.updateOne(eq("_id", "one"), new Document("$set", new Document("a", 2)));
        assertThat(changed.getMatchedCount()).isEqualTo(1);
        assertThat(changed.getModifiedCount()).isEqualTo(1);
        assertThat(ids(things.find(eq("a", 2)))).containsExactly("one");
        assertThat(ids(things.find(eq("a", 1)))).containsExactly("two");

        UpdateResult same = things.updateOne(eq("_id", "one"), new Document("$set", new Document("a", 2)));
        assertThat(same.getMatchedCount()).isEqualTo(1);
        assertThat(same.getModifiedCount()).isZero();

        Document missing = new Document("$set", new Document("n", null));
        assertThat(things.updateOne(eq("_id", "one"), missing).getModifiedCount())
                .as("a field that is null is not one that is missing")
                .isEqualTo(1);

        assertThatThrownBy(() -> things.updateOne(eq("_id", "one"), new Document("$set", new Document("u", 2))))
                .hasMessageContaining("duplicate key");
        assertThat(things.find(eq("_id", "one")).first())
                .isEqualTo(
                        new Document("_id", "one").append("a", 2).append("u", 1).append("n", null));
        assertThat(things.updateOne(eq("_id", "none"), missing).getMatchedCount())
                .isZero();
    }

    @Test
    void aNumberThatIsSetToAnEqualOneOfAnotherTypeStaysAsItIs() {
        Document kept = new Document("_id", "one").append("n", 1).append("m", new Document("k", List.of(0)));
        things.insertOne(kept);

        Document equal = new Document("n", 1L).append("m", new Document("k", List.of(-0.0)));
        assertThat(things.updateOne(eq("_id", "one"), new Document("$set", equal))
                        .getModifiedCount())
                .isZero();
        assertThat(things.find(eq("_id", "one")).first()).isEqualTo(kept);

        Document other = new Document("n", 1L).append("m", new Document("k", List.of(0.5)));
        assertThat(things.updateOne(eq("_id", "one"), new Document("$set", other))
                        .getModifiedCount())
                .isEqualTo(1);
        assertThat(things.find(eq("_id", "one")).first())
                .isEqualTo(new Document("_id", "one").append("n", 1).append("m", other.get("m")));
    }

    @Test
    void aReaderNeverSeesHalfAnUpdate() throws Exception {
        Document fields = new Document();
        IntStream.range(0, 50).forEach(i -> fields.append("f" + i, 0));
        things.insertOne(new Document(fields).append("_id", 1));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> writer = threads.submit(() -> {
                for (int round = 1; round < 500; round++) {
                    Document all = new Document();
                    int value = round;
                    IntStream.range(0, 50).forEach(i -> all.append("f" + i, value));
                    things.updateOne(eq("_id", 1), new Document("$set", all));
                }
            });
            while (!writer.isDone()) {
                Document read = things.find(eq("_id", 1)).first();
                assertThat(read).isNotNull();
                read.remove("_id");
                assertThat(read.values().stream().distinct()).hasSize(1);
            }
            writer.get();
        }
    }

    private static List<String> ids(Iterable<Document> documents) {
        List<String> ids = new ArrayList<>();
        documents.forEach(document -> ids.add(document.getString("_id")));
        return ids;
    }
}
