package io.hookstream.bench.documents;

import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/** The work that is measured, on one collection, and the ledger of it. Limits are in timed seconds. */
final class Workload {
    static final int BATCH = 1_000;

    /** Prepared at once, untimed: enough that several connections seldom wait for each other, and only some 40 MB. */
    private static final int BATCHES_PREPARED = 40;

    private final MongoCollection<RawBsonDocument> collection;
    private final Corpus corpus;
    private final Ledger ledger;
    private final RandomGenerator random = new SplittableRandom(11);

    Workload(MongoCollection<RawBsonDocument> collection, Corpus corpus, Ledger ledger) {
        this.collection = collection;
        this.corpus = corpus;
        this.ledger = ledger;
    }

    void createIndexes() {
        collection.createIndex(index("organization_id", 1, "source_id", 1, "created_at", -1));
        collection.createIndex(index("organization_id", 1, "status", 1, "_id", -1));
        collection.createIndex(index("organization_id", 1, "type", 1, "created_at", -1));
        collection.createIndex(index("created_at", 1));
        collection.createIndex(index("external_id", 1), new IndexOptions().unique(true));
    }

    private static BsonDocument index(Object... keys) {
        BsonDocument index = new BsonDocument();
        for (int i = 0; i < keys.length; i += 2) {
            index.append((String) keys[i], new BsonInt32((Integer) keys[i + 1]));
        }
        return index;
    }

    /** Inserts batches until there are so many documents. */
    Phase insert(int connections, int until, long limitSeconds) throws InterruptedException {
        Stopwatch watch = new Stopwatch(limitSeconds);
        int before = ledger.count();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            while (ledger.count() < until && !watch.isOver()) {
                Deque<List<RawBsonDocument>> batches = batches(ledger.count(), until);
                watch.start();
                List<Future<Integer>> inserted = IntStream.range(0, connections)
                        .mapToObj(i -> threads.submit(() -> insert(batches, watch)))
                        .toList();
                int documents = 0;
                for (Future<Integer> of : inserted) {
                    documents += result(of);
                }
                watch.stop();
                ledger.inserted(documents);
            }
        }
        String name = "bulk insert, " + connections + (connections == 1 ? " connection" : " connections");
        return watch.phase(name, (long) ledger.count() - before, (long) until - before);
    }

    private Deque<List<RawBsonDocument>> batches(int from, int until) {
        Deque<List<RawBsonDocument>> batches = new ArrayDeque<>();
        for (int start = from; start < until && batches.size() < BATCHES_PREPARED; start += BATCH) {
            batches.add(IntStream.range(start, Math.min(until, start + BATCH))
                    .mapToObj(corpus::document)
                    .toList());
        }
        return batches;
    }

    private int insert(Deque<List<RawBsonDocument>> batches, Stopwatch watch) {
        int documents = 0;
        for (List<RawBsonDocument> batch = next(batches, watch); !batch.isEmpty(); batch = next(batches, watch)) {
            List<RawBsonDocument> inserting = batch;
            watch.call(() -> collection.insertMany(inserting));
            documents += batch.size();
        }
        return documents;
    }

    /** An empty list at the end. What is taken is inserted, so the documents inserted have no gap in their numbers. */
    private static List<RawBsonDocument> next(Deque<List<RawBsonDocument>> batches, Stopwatch watch) {
        synchronized (batches) {
            return batches.isEmpty() || watch.isOver() ? List.of() : batches.remove();
        }
    }

    private static int result(Future<Integer> of) throws InterruptedException {
        try {
            return of.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MongoException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Gives random documents another status, which is in an index, and counts it. */
    Phase update(int updates, long limitSeconds) {
        Stopwatch watch = new Stopwatch(limitSeconds);
        int updated = 0;
        while (updated < updates && !watch.isOver()) {
            List<WriteModel<RawBsonDocument>> batch = new ArrayList<>();
            for (int i = 0; i < Math.min(BATCH, updates - updated); i++) {
                batch.add(update(random.nextInt(ledger.count())));
            }
            watch.start();
            BulkWriteResult result = watch.call(() -> collection.bulkWrite(batch));
            watch.stop();
            Check.that(result.getModifiedCount() == batch.size(), "not every update by id changed a document");
            updated += batch.size();
        }
        return watch.phase("bulk update by id", updated, updates);
    }

    private WriteModel<RawBsonDocument> update(int number) {
        BsonDocument status = new BsonDocument("status", new BsonString(ledger.update(number, random)));
        BsonDocument change =
                new BsonDocument("$set", status).append("$inc", new BsonDocument("attempts", new BsonInt32(1)));
        return new UpdateOneModel<>(byId(corpus.id(number)), change);
    }

    private static BsonDocument byId(String id) {
        return new BsonDocument("_id", new BsonString(id));
    }

    /** Reads random documents by id, one at a time on one connection. */
    Phase get(int gets, long limitSeconds) {
        Stopwatch watch = new Stopwatch(limitSeconds);
        int got = 0;
        watch.start();
        while (got < gets && !watch.isOver()) {
            String id = corpus.id(random.nextInt(ledger.count()));
            RawBsonDocument document =
                    watch.call(() -> collection.find(byId(id)).first());
            Check.that(document != null && document.getString("_id").getValue().equals(id), "a wrong get by id");
            got++;
        }
        watch.stop();
        return watch.phase("get by id", got, gets);
    }

    /** Lists the newest documents of a source up to a time. */
    Phase list(int lists, long limitSeconds) {
        Stopwatch watch = new Stopwatch(limitSeconds);
        int listed = 0;
        while (listed < lists && !watch.isOver()) {
            int number = ledger.listedDocument(random);
            BsonDocument filter = new BsonDocument(
                            "organization_id",
                            new BsonString(ledger.source(number).organization()))
                    .append("source_id", new BsonString(ledger.source(number).id()))
                    .append("created_at", new BsonDocument("$lte", new BsonDateTime(corpus.createdAt(number))));
            BsonDocument newestFirst = new BsonDocument("created_at", new BsonInt32(-1));
            watch.start();
            List<RawBsonDocument> page = watch.call(() ->
                    collection.find(filter).sort(newestFirst).limit(Ledger.PAGE).into(new ArrayList<>()));
            watch.stop();
            Check.that(Check.ids(page).equals(ledger.page(number)), "a wrong list of a source");
            listed++;
        }
        return watch.phase("list of " + Ledger.PAGE, listed, lists);
    }
}
