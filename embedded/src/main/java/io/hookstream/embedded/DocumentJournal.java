package io.hookstream.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs the write-ahead log to disk: at once for commands that wait for it, which share one sync, and soon after any
 * other commit. Until then a commit outlives this process but not the machine.
 */
final class DocumentJournal implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DocumentJournal.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final Thread thread;

    private long committed;
    private long asked;
    private long synced;
    private boolean closed;
    private volatile @Nullable Exception failure;

    DocumentJournal(Path database) {
        file = SqliteHeader.writeAheadLog(database);
        thread = Thread.ofPlatform().name("document-journal").daemon().start(this::run);
    }

    /** Notes a commit. Called before it is told to anyone. */
    void committed() {
        lock.lock();
        try {
            committed++;
        } finally {
            lock.unlock();
        }
    }

    /** Returns when every commit noted so far is on disk. */
    void awaitSynced() {
        lock.lock();
        try {
            long target = committed;
            asked = Math.max(asked, target);
            work.signal();
            long nanos = PATIENCE.toNanos();
            while (synced < target && failure == null && nanos > 0 && !closed) {
                nanos = progress.awaitNanos(nanos);
            }
            checkUsable();
            if (synced < target) {
                throw new DocumentStorageException(
                        "not synced to disk within " + PATIENCE, new IOException(file.toString()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DocumentStorageException("interrupted before it was synced to disk", e);
        } finally {
            lock.unlock();
        }
    }

    /** After a failed sync nobody knows what is on disk, so nothing more is accepted. */
    void checkUsable() {
        Exception reason = failure;
        if (reason != null) {
            throw new DocumentStorageException("it could not be synced to disk and needs a restart", reason);
        }
    }

    private void run() {
        // The log is there from the first commit until the last connection is closed, which is after this one.
        FileChannel channel = null;
        try {
            for (long target = next(); target >= 0; target = next()) {
                if (channel == null) {
                    channel = FileChannel.open(file, StandardOpenOption.WRITE);
                }
                channel.force(false);
                publish(target);
            }
            if (channel != null) {
                channel.close();
            }
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    /** Waits until something must be synced; -1 when there is nothing more to come. */
    private long next() {
        lock.lock();
        try {
            long nanos = INTERVAL.toNanos();
            while (asked <= synced && !closed && (nanos > 0 || committed == synced)) {
                if (nanos <= 0) {
                    nanos = INTERVAL.toNanos();
                }
                nanos = work.awaitNanos(nanos);
            }
            return closed && committed == synced ? -1 : committed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } finally {
            lock.unlock();
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

    /** Nothing more is accepted: what is on disk is known only after a restart. */
    void fail(Exception reason) {
        log.error("The document store could not be synced to disk ({}) and needs a restart", file, reason);
        lock.lock();
        try {
            failure = reason;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

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
            thread.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
