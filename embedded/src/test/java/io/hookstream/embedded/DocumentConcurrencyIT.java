package io.hookstream.embedded;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.inc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

/** Many connections at once, and what takes long or too much. */
class DocumentConcurrencyIT extends WithDocumentStore {

    private static final int CONNECTIONS = 64;

    private void insert(int count) {
        String text = "some text that is looked through ".repeat(10);
        for (int from = 0; from < count; from += 1_000) {
            int first = from;
            things.insertMany(IntStream.range(0, Math.min(1_000, count - from))
                    .mapToObj(i -> new Document("_id", first + i).append("text", text + (first + i)))
                    .toList());
        }
    }

    @Test
    void readersAndWritersDoNotWaitForALongAggregation() throws Exception {
        insert(30_000);
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> aggregation = threads.submit(() -> {
                begun.countDown();
                things.aggregate(List.of(
                                Aggregates.match(regex("text", "(looked|through).*no such text.*")),
                                Aggregates.group("$text")))
                        .into(new ArrayList<>());
                ended.set(true);
            });
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            int done = 0;
            while (!ended.get() && done < 50) {
                assertThat(things.find(eq("_id", done)).first()).isNotNull();
                things.updateOne(eq("_id", done), inc("n", 1));
                done++;
            }
            assertThat(done).as("reads and writes beside the aggregation").isGreaterThanOrEqualTo(5);
            aggregation.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void servesItsConnectionsAtOnceAndLosesNoUpdate() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int id = i % 4;
                all.add(threads.submit(() -> {
                    for (int n = 0; n < 25; n++) {
                        things.updateOne(eq("_id", id), inc("n", 1), new UpdateOptions().upsert(true));
                        assertThat(things.find(eq("_id", id)).first()).isNotNull();
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        assertThat(things.find().map(thing -> thing.getInteger("n")).into(new ArrayList<>()))
                .containsExactly(400, 400, 400, 400);
    }

    @Test
    void readersMeetCollectionsAndIndexesThatComeAndGo() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                readers.add(threads.submit(() -> {
                    while (!ended.get()) {
                        assertThat(things.find(eq("a", 1)).into(new ArrayList<>()))
                                .hasSizeBetween(0, 20);
                        assertThat(things.countDocuments(eq("a", 1))).isBetween(0L, 20L);
                    }
                }));
            }
            for (int round = 0; round < 60; round++) {
                things.insertMany(IntStream.range(0, 20)
                        .mapToObj(i -> new Document("a", 1).append("b", i))
                        .toList());
                things.createIndex(Indexes.ascending("a"));
                assertThat(things.countDocuments(eq("a", 1))).isEqualTo(20);
                if (round % 2 == 0) {
                    things.dropIndex("a_1");
                }
                things.drop();
            }
            ended.set(true);
            for (Future<?> reader : readers) {
                reader.get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void endsAQueryThatTakesLongerThanItMay() {
        insert(20_000);
        assertThatThrownBy(() -> things.find(regex("text", "(look|through).*no such text.*"))
                        .maxTime(20, TimeUnit.MILLISECONDS)
                        .first())
                .isInstanceOf(MongoExecutionTimeoutException.class);
        assertThat(things.find(eq("_id", 1)).maxTime(10, TimeUnit.SECONDS).first())
                .isNotNull();
    }

    @Test
    void aSortThatDoesNotFitIntoMemoryIsRefusedUnlessAnIndexGivesIt() {
        String filler = "x".repeat(10_000);
        for (int from = 0; from < 4_000; from += 500) {
            int first = from;
            things.insertMany(IntStream.range(0, 500)
                    .mapToObj(i -> new Document("_id", first + i).append("v", filler + (first + i)))
                    .toList());
        }
        assertThatThrownBy(() -> things.find().sort(ascending("v")).into(new ArrayList<>()))
                .isInstanceOf(MongoCommandException.class)
                .hasMessageContaining("Sort exceeded memory limit");
        things.createIndex(Indexes.ascending("v"));
        int found = 0;
        try (MongoCursor<Document> cursor = things.find().sort(ascending("v")).iterator()) {
            for (; cursor.hasNext(); found++) {
                cursor.next();
            }
        }
        assertThat(found).isEqualTo(4_000);
    }

    @Test
    void expiredDocumentsVanishAndOthersStay() {
        MongoCollection<Document> sessions = database.getCollection("sessions");
        sessions.createIndex(Indexes.ascending("at"), new IndexOptions().expireAfter(60L, TimeUnit.SECONDS));
        Instant now = Instant.now();
        Instant past = now.minus(Duration.ofSeconds(61));
        sessions.insertMany(IntStream.range(0, 1_200)
                .mapToObj(i -> new Document("_id", "old" + i).append("at", Date.from(past)))
                .toList());
        sessions.insertMany(List.of(
                new Document("_id", "fresh").append("at", Date.from(now)),
                new Document("_id", "none"),
                new Document("_id", "text").append("at", past.toString()),
                new Document("_id", "one of them").append("at", List.of(Date.from(now), Date.from(past)))));
        store.deleteExpired();
        assertThat(sessions.find().map(each -> each.getString("_id")).into(new ArrayList<>()))
                .containsExactlyInAnyOrder("fresh", "none", "text");
        reopen();
        assertThat(database.getCollection("sessions").countDocuments(gte("at", Date.from(past))))
                .isEqualTo(1);
    }
}
