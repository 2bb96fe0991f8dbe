package io.hookstream.bench.documents;

import com.mongodb.MongoException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import io.hookstream.bench.documents.StoreProcess.Heap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.RawBsonDocument;

/** Measures one store from its first start to its last close. */
final class StoreRun {
    private static final int UPDATES = 200_000;
    private static final int GETS = 60_000;
    private static final int LISTS = 2_000;
    private static final int CONNECTIONS = 4;
    private static final int OPENINGS = 3;

    /** For the compilers of both virtual machines: the same work on a collection of its own, without the figures. */
    private static final int WARMUP = 20_000;

    private static final int WARMUP_SECONDS = 8;
    private static final double MIB = 1 << 20;
    private static final double MICROS_PER_MS = 1e3;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Store store;
    private final DocumentOptions options;
    private final Corpus corpus;
    private final Path folder;
    private final Ledger ledger;
    private final StoreResult result;

    /** What a phase does. */
    private interface Work {
        Phase run() throws InterruptedException;
    }

    StoreRun(Store store, DocumentOptions options, Corpus corpus, Path folder) {
        this.store = store;
        this.options = options;
        this.corpus = corpus;
        this.folder = folder;
        this.ledger = new Ledger(corpus, options.count(store));
        this.result = new StoreResult(store);
    }

    /** Measures as far as the store works; the result tells if it does not. */
    StoreResult run() throws InterruptedException {
        try {
            load();
            if (store.isPersistent()) {
                result.put(Figure.FILE, (double) fileBytes() / ledger.bytes());
                reopen();
            }
        } catch (IOException | MongoException | IllegalStateException e) {
            say("failed: " + e.getMessage());
            result.fail(String.valueOf(e.getMessage()));
        }
        result.setDocuments(ledger.count());
        return result;
    }

    private void load() throws IOException, InterruptedException {
        try (StoreProcess process = StoreProcess.start(store, folder)) {
            say("warming up");
            warmUp(process);
            MongoCollection<RawBsonDocument> collection = collection(process, "documents");
            Workload work = new Workload(collection, corpus, ledger);
            work.createIndexes();
            measure(process, work);
            say("comparing");
            new Check(collection, corpus, ledger).all();
            Heap heap = process.heap();
            result.put(Figure.HEAP_LIMIT, store.heapMib());
            result.put(Figure.HEAP_PEAK, heap.peak() / MIB);
            result.put(Figure.HEAP_USED, heap.used() / MIB);
            result.detail(new Document("garbage_collection_s", heap.collectionMillis() / MILLIS_PER_SECOND)
                    .append("warm_up_and_comparison_included", true));
            if (process.residentPeak() > 0) {
                result.put(Figure.RESIDENT, process.residentPeak() / MIB);
            }
        }
    }

    private void warmUp(StoreProcess process) throws InterruptedException {
        MongoCollection<RawBsonDocument> collection = collection(process, "warmup");
        int documents = Math.min(WARMUP, options.count(store));
        Workload work = new Workload(collection, corpus, new Ledger(corpus, documents));
        work.createIndexes();
        int seconds = Math.min(WARMUP_SECONDS, options.seconds());
        work.insert(1, documents / 2, seconds);
        work.insert(CONNECTIONS, documents, seconds);
        work.update(documents, seconds);
        work.get(documents, seconds);
        work.list(LISTS, seconds);
        collection.drop();
    }

    private void measure(StoreProcess process, Workload work) throws InterruptedException {
        int count = options.count(store);
        // The targets are for the whole of the documents, so ours inserts all of them however long it takes.
        long insertSeconds = store.isOurs() ? Integer.MAX_VALUE : options.seconds();
        Phase one = measured(process, () -> work.insert(1, count / 2, insertSeconds));
        result.put(Figure.INSERT_ONE, one.perSecond());
        Phase four = measured(process, () -> work.insert(CONNECTIONS, count, insertSeconds));
        result.put(Figure.INSERT_FOUR, four.perSecond());
        Phase update = measured(process, () -> work.update(UPDATES, options.seconds()));
        result.put(Figure.UPDATE, update.perSecond());
        Phase get = measured(process, () -> work.get(GETS, options.seconds()));
        result.put(Figure.GET, get.perSecond());
        result.put(Figure.GET_P50, get.p50());
        result.put(Figure.GET_P99, get.p99());
        Phase list = measured(process, () -> work.list(LISTS, options.seconds()));
        result.put(Figure.LIST_P50, list.p50());
        result.put(Figure.LIST_P99, list.p99());
    }

    private Phase measured(StoreProcess process, Work work) throws InterruptedException {
        Duration before = process.cpu();
        Duration clientBefore = ownCpu();
        Phase phase = work.run();
        double seconds = seconds(process.cpu().minus(before));
        double clientSeconds = seconds(ownCpu().minus(clientBefore));
        say(String.format(
                Locale.ROOT,
                "%s; processor time of store and client %.1f s, %.1f s",
                phase.line(),
                seconds,
                clientSeconds));
        result.detail(new Document("phase", phase.name())
                .append("operations", phase.operations())
                .append("planned", phase.planned())
                .append("seconds", phase.seconds())
                .append("seconds_with_preparation", phase.wholeSeconds())
                .append("call_ms", new Document("p50", phase.p50()).append("p99", phase.p99()))
                .append("store_cpu_s", seconds)
                .append("client_cpu_s", clientSeconds));
        if (phase.isCutShort()) {
            result.note(String.format(
                    Locale.ROOT,
                    "%s: %,d of %,d, for time was up after %d s",
                    phase.name(),
                    phase.operations(),
                    phase.planned(),
                    options.seconds()));
        }
        return phase;
    }

    private void reopen() throws IOException {
        List<Double> answered = new ArrayList<>();
        List<Double> open = new ArrayList<>();
        for (int i = 0; i < OPENINGS; i++) {
            try (StoreProcess process = StoreProcess.start(store, folder)) {
                MongoCollection<RawBsonDocument> collection = collection(process, "documents");
                String id = corpus.id(ledger.count() / OPENINGS * i);
                Check.that(collection.find(new Document("_id", id)).first() != null, "a document is gone");
                answered.add((nowMicros() - process.startMicros()) / MICROS_PER_MS);
                open.add((process.openMicros() - process.startMicros()) / MICROS_PER_MS);
                if (i == OPENINGS - 1) {
                    say("comparing after it was closed and opened");
                    new Check(collection, corpus, ledger).all();
                }
            }
        }
        result.put(Figure.OPEN, median(answered));
        result.detail(new Document("open_ms", open).append("answered_ms", answered));
        say(String.format(Locale.ROOT, "open in %.0f ms, first answer after %.0f ms", median(open), median(answered)));
    }

    private MongoCollection<RawBsonDocument> collection(StoreProcess process, String name) {
        return process.client()
                .getDatabase("bench")
                .getCollection(name, RawBsonDocument.class)
                .withWriteConcern(options.journal() ? WriteConcern.JOURNALED : WriteConcern.ACKNOWLEDGED);
    }

    private long fileBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            result.detail(new Document("file_bytes", bytes).append("data_bytes", ledger.bytes()));
            say(String.format(Locale.ROOT, "%,d bytes of files for %,d of data", bytes, ledger.bytes()));
            return bytes;
        }
    }

    private void say(String what) {
        System.err.println(store.title() + ": " + what);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
