package io.hookstream.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the document store and syncs it to disk: every {@link #INTERVAL} if something changed, and at once when a
 * command waits for it. Commands share one side of a lock and a commit takes the other, so that what is on disk is always
 * the effect of whole commands, in the order in which they were run.
 *
 * <p>The MVStore closes itself for good when a write to its file fails. So writes are refused while the disk has little
 * space left, before that happens, and accepted again when it has more.
 */
final class DocumentCommitter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DocumentCommitter.class);

    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration COMPACT_EVERY = Duration.ofMillis(500);

    /** A chunk with less than this percentage of live pages is worth being written again. */
    private static final int COMPACT_BELOW_PERCENT = 60;

    private static final int COMPACT_BYTES = 2 << 20;
    private static final long MEGABYTE = 1 << 20;

    /** MongoDB's code for OutOfDiskSpace, WriteConcernFailed and InternalError. */
    private static final int OUT_OF_DISK_SPACE = 14031;

    private static final int WRITE_CONCERN_FAILED = 64;
    private static final int INTERNAL_ERROR = 1;

    private final MVStore store;
    private final Path file;
    private final FileStore disk;
    private final ReentrantReadWriteLock commands = new ReentrantReadWriteLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final Thread thread;

    private long asked;
    private long synced;
    private long nextCompaction = System.nanoTime();
    private volatile long reserve = 64 * MEGABYTE;
    private volatile boolean full;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    DocumentCommitter(MVStore store, Path file) throws IOException {
        this.store = store;
        this.file = file;
        disk = Files.getFileStore(file);
        thread = Thread.ofPlatform().name("document-committer").daemon().unstarted(this::run);
    }

    DocumentCommitter start() {
        thread.start();
        return this;
    }

    /** The bytes that must be free on the disk for writes to be accepted. */
    void setReserve(long bytes) {
        reserve = bytes;
    }

    void beginCommand() {
        commands.readLock().lock();
    }

    void endCommand() {
        commands.readLock().unlock();
    }

    /** Refuses every command after a failure: what memory holds is no longer what the disk will have after a restart. */
    void checkUsable() {
        Throwable reason = failure;
        if (reason != null) {
            throw new MongoServerError(
                    INTERNAL_ERROR,
                    "InternalError",
                    "The document store " + file + " failed and needs a restart: " + reason.getMessage(),
                    reason);
        }
    }

    void checkWritable() {
        if (full) {
            throw new MongoServerError(
                    OUT_OF_DISK_SPACE,
                    "OutOfDiskSpace",
                    "The disk of the document store " + file + " has less than " + reserve / MEGABYTE + " MB left");
        }
    }

    /** Returns when everything that was written before the call is on disk. */
    void awaitSynced() {
        long nanos = PATIENCE.toNanos();
        lock.lock();
        try {
            long mine = ++asked;
            work.signal();
            while (synced < mine && failure == null && nanos > 0) {
                nanos = progress.awaitNanos(nanos);
            }
            if (synced < mine) {
                checkUsable();
                throw notSynced("it did not answer within " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notSynced("the wait was interrupted");
        } finally {
            lock.unlock();
        }
    }

    private MongoServerError notSynced(String reason) {
        return new MongoServerError(
                WRITE_CONCERN_FAILED,
                "WriteConcernFailed",
                "The write is in the document store " + file + " but may not be on disk: " + reason);
    }

    private void run() {
        try {
            while (!closed) {
                long target = awaitWork();
                if (hasSpace()) {
                    commit();
                    compactSometimes();
                    publish(target);
                }
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Waits for somebody who asks, but no longer than the interval, and says up to which request the next commit goes. */
    private long awaitWork() throws InterruptedException {
        long nanos = INTERVAL.toNanos();
        lock.lock();
        try {
            while (asked == synced && nanos > 0 && !closed) {
                nanos = work.awaitNanos(nanos);
            }
            return asked;
        } finally {
            lock.unlock();
        }
    }

    /** What was accepted before the reserve was touched is still committed, from the reserve. */
    private boolean hasSpace() throws InterruptedException {
        long usable;
        try {
            usable = disk.getUsableSpace();
        } catch (IOException e) {
            log.warn("The free space for {} is unknown", file, e);
            return true;
        }
        if (full != usable < reserve) {
            full = !full;
            log.warn("{} MB are free for {}: writes are {}", usable / MEGABYTE, file, full ? "refused" : "accepted");
        }
        boolean enough = usable >= Math.min(reserve, 4 * MEGABYTE);
        if (!enough) {
            TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
        }
        return enough;
    }

    private void commit() {
        if (!store.hasUnsavedChanges()) {
            return;
        }
        commands.writeLock().lock();
        try {
            store.commit();
        } finally {
            commands.writeLock().unlock();
        }
        store.sync();
    }

    /**
     * The MVStore writes changed pages to new places, and its own thread that would collect the old ones runs only with
     * automatic commits. Rewriting changes maps, so it excludes commands; it is bounded to keep that short.
     */
    private void compactSometimes() {
        if (full || System.nanoTime() - nextCompaction < 0) {
            return;
        }
        nextCompaction = System.nanoTime() + COMPACT_EVERY.toNanos();
        commands.writeLock().lock();
        try {
            store.compact(COMPACT_BELOW_PERCENT, COMPACT_BYTES);
        } finally {
            commands.writeLock().unlock();
        }
    }

    private void publish(long target) {
        lock.lock();
        try {
            synced = target;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable reason) {
        log.error("The document store {} failed and needs a restart", file, reason);
        lock.lock();
        try {
            failure = reason;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread. The store itself commits once more when it is closed. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
