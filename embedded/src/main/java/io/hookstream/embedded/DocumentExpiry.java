package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes documents whose time, given by a TTL index, has passed, and forgets cursors that nobody asks any more. */
final class DocumentExpiry implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DocumentExpiry.class);
    private static final Duration INTERVAL = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** As in MongoDB. */
    private static final Duration CURSOR_IDLE = Duration.ofMinutes(10);

    /** Others write between two portions. */
    private static final int PORTION = 500;

    private final DocumentBackend backend;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    DocumentExpiry(DocumentBackend backend) {
        this.backend = backend;
        thread = Thread.ofPlatform().name("document-expiry").daemon().start(this::repeat);
    }

    private void repeat() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                runSafely();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runSafely() {
        try {
            run();
        } catch (RuntimeException e) {
            log.warn("Expired documents could not be deleted; next attempt in {}", INTERVAL, e);
        }
    }

    void run() {
        backend.closeCursorsIdleFor(CURSOR_IDLE);
        for (Expiring expiring : backend.expiring()) {
            while (backend.deleteExpired(expiring, PORTION) == PORTION) {
                log.debug("Deleted {} expired documents by {}", PORTION, expiring);
            }
        }
    }

    /** A TTL index: which documents it says are expired. */
    record Expiring(
            String database,
            String collection,
            String field,
            long seconds,
            @Nullable Document filter) {

        static List<Expiring> in(DocumentDatabase database) {
            return database.descriptions().stream()
                    .filter(index -> index.get("expireAfterSeconds") instanceof Number)
                    .map(index -> of(database, index))
                    .toList();
        }

        private static Expiring of(DocumentDatabase database, Document index) {
            String namespace = String.valueOf(index.get("ns"));
            IndexOptions options = IndexOptions.of(index);
            return new Expiring(
                    database.getDatabaseName(),
                    namespace.substring(database.getDatabaseName().length() + 1),
                    options.keys().getFirst().getKey(),
                    Objects.requireNonNull(options.expireAfterSeconds()),
                    options.filter());
        }

        Document query(Instant now) {
            Document expired = new Document(field, new Document("$lte", now.minusSeconds(seconds)));
            return filter == null ? expired : new Document("$and", List.of(filter, expired));
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (!thread.join(PATIENCE)) {
                log.warn("The deletion of expired documents did not end within {}", PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
