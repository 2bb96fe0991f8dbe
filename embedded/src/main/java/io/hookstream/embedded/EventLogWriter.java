package io.hookstream.embedded;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ObjLongConsumer;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: one thread owns the writing connection and puts all that waits into one transaction, so that the price of
 * a sync to disk is shared. A change is done when the commit that holds it is on disk.
 */
final class EventLogWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventLogWriter.class);

    private static final int QUEUE = 4096;
    private static final int GROUP = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMillis(200);

    private final EventLogFile file;
    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread thread;
    private ObjLongConsumer<List<TrackedEventMessage<?>>> newest = (events, bytes) -> {};

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private @Nullable EventLogConnection connection;
    private boolean failing;
    private volatile long head;
    private volatile long maxPages = SqliteEventStorageEngine.UNLIMITED_PAGES;
    private volatile boolean closed;

    EventLogWriter(EventLogFile file) throws SQLException {
        this.file = file;
        connection = new EventLogConnection(file, maxPages);
        head = connection.index();
        thread = Thread.ofPlatform().name("event-log-writer").daemon().unstarted(this::run);
    }

    /** @param newest is told what a commit has stored, and its size in bytes, before anybody is told that there is more */
    void start(ObjLongConsumer<List<TrackedEventMessage<?>>> newest) {
        this.newest = newest;
        thread.start();
    }

    long head() {
        return head;
    }

    void onCommit(Runnable listener) {
        listeners.add(listener);
    }

    void removeOnCommit(Runnable listener) {
        listeners.remove(listener);
    }

    /** Stands in for a full disk. It becomes effective with the next group. */
    void setMaxPages(long pages) {
        maxPages = pages;
    }

    /**
     * Returns when the change is on disk.
     *
     * @throws SQLException the reason why it is not; a conflict, or a failure of the store
     * @throws EventStoreException if there is no answer within {@link #PATIENCE}; if the writer had begun with the change,
     *     it may still be stored
     */
    void write(EventLogConnection.Change change) throws SQLException {
        Pending pending = new Pending(change, new CompletableFuture<>());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (closed || !queue.offer(pending, PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new EventStoreException(closed ? describe("is closed") : describe("is overloaded"));
            }
            pending.done.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            pending.abandon();
            Thread.currentThread().interrupt();
            throw new EventStoreException(describe("was not waited for: the thread was interrupted"), e);
        } catch (TimeoutException e) {
            pending.abandon();
            throw new EventStoreException(describe("did not answer within " + PATIENCE.toSeconds() + " s"), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw sql;
            }
            throw new EventStoreException(describe("cannot be written"), e.getCause());
        }
    }

    private String describe(String what) {
        return "The event log " + file.path() + " " + what;
    }

    private void run() {
        List<Pending> group = new ArrayList<>(GROUP);
        while (!closed || !queue.isEmpty()) {
            try {
                Pending first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    queue.drainTo(group, GROUP - 1);
                    writeTogether(group);
                }
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread: it ends when the log is closed.
                log.warn("The event log's writer was interrupted and goes on");
            } catch (RuntimeException | Error e) {
                // The writer must outlive anything, and nobody may wait for an answer that never comes.
                log.error("The event log's writer failed and goes on", e);
                group.forEach(pending -> pending.done.completeExceptionally(e));
                closeConnection();
            } finally {
                group.clear();
            }
        }
    }

    private void writeTogether(List<Pending> group) {
        List<Pending> stored = new ArrayList<>(group.size());
        List<Runnable> refusals = new ArrayList<>();
        try {
            EventLogConnection to = connection();
            to.begin();
            for (Pending pending : group) {
                if (pending.isAbandoned()) {
                    continue;
                }
                try {
                    to.apply(pending.change);
                    stored.add(pending);
                } catch (SQLException | RuntimeException e) {
                    if (EventLogConnection.isConflict(e)) {
                        refusals.add(() -> pending.done.completeExceptionally(e));
                    } else if (group.size() == 1) {
                        throw e;
                    } else {
                        writeOneByOne(group, e);
                        return;
                    }
                }
            }
            to.commit();
            newest.accept(to.inserted(), to.insertedBytes());
            head = to.index();
            reportSuccess();
        } catch (SQLException | RuntimeException e) {
            reportFailure(e);
            closeConnection();
            group.forEach(pending -> pending.done.completeExceptionally(e));
            return;
        }
        stored.forEach(pending -> pending.done.complete(null));
        refusals.forEach(Runnable::run);
        listeners.forEach(Runnable::run);
    }

    /** SQLite may have given up the whole transaction because of one append, so that the others have to start again. */
    private void writeOneByOne(List<Pending> group, Exception reason) {
        reportFailure(reason);
        closeConnection();
        for (Pending pending : group) {
            writeTogether(List.of(pending));
        }
    }

    /** A full disk fails many appends a second, and the log file may be on it. */
    private void reportFailure(Exception e) {
        if (!failing) {
            failing = true;
            log.warn("{}: appends fail until it can", describe("cannot be written"), e);
        }
    }

    private void reportSuccess() {
        if (failing) {
            failing = false;
            log.warn("{}", describe("can be written again"));
        }
    }

    private EventLogConnection connection() throws SQLException {
        EventLogConnection current = connection;
        if (current == null) {
            current = new EventLogConnection(file, maxPages);
            connection = current;
            head = current.index();
        }
        current.setMaxPages(maxPages);
        return current;
    }

    /** Ends what is left of a transaction; the next group opens a new connection, which finds out where the log ends. */
    private void closeConnection() {
        EventLogConnection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                log.warn("{}", describe("was not closed cleanly"), e);
            }
        }
    }

    /** Writes what still waits, for as long as an append would wait, and refuses what comes later. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            closeConnection();
        }
        List<Pending> late = new ArrayList<>();
        queue.drainTo(late);
        late.forEach(
                pending -> pending.done.completeExceptionally(new EventStoreException(describe("has been closed"))));
    }

    private record Pending(EventLogConnection.Change change, CompletableFuture<@Nullable Void> done) {

        void abandon() {
            done.cancel(false);
        }

        boolean isAbandoned() {
            return done.isDone();
        }
    }
}
