package io.hookstream.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each command its connection: to one that reads a connection of its own, which sees the store as it was when it
 * began and waits for nobody; to one that writes the only connection that writes, in its turn.
 *
 * <p>Commands that wait for their turn are committed together: each leaves the commit to the next one in the queue, and
 * none is answered before the commit.
 */
final class DocumentStorage implements AutoCloseable {

    /** As many as there are threads that serve clients, so that none waits for a reader. */
    static final int READERS = 64;

    private static final int INTERNAL_ERROR = 1;
    private static final int TIMEOUT_SECONDS = 60;

    private final DocumentFile file;
    private final DocumentJournal journal;
    private final DocumentCheckpoints checkpoints;
    private final DocumentWriter writer;

    private final Deque<DocumentConnection> idle = new ArrayDeque<>();
    private final Semaphore readers = new Semaphore(READERS);

    @SuppressWarnings("ThreadLocalUsage") // Each store has its own sessions, and each command removes its own.
    private final ThreadLocal<@Nullable Session> current = new ThreadLocal<>();

    /** Weakly: those that the library still knows. */
    private final Set<QueryExecution> cursors =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private boolean closed;

    DocumentStorage(Path path, int cacheMegabytes) throws IOException {
        file = DocumentFile.open(path, cacheMegabytes, READERS);
        journal = new DocumentJournal(path);
        checkpoints = new DocumentCheckpoints(file, DocumentCheckpoints.LOG_BYTES, journal::fail);
        writer = new DocumentWriter(file, journal, checkpoints);
    }

    /** What is known of the command that this thread runs. */
    private static final class Session {

        private final boolean writes;
        private final long deadline;
        private @Nullable DocumentConnection connection;
        private @Nullable DocumentCollection inputOf;
        private QueryExecution.@Nullable Request input;
        private @Nullable OrderedUpdates updates;

        Session(boolean writes, long maxMillis) {
            this.writes = writes;
            this.deadline =
                    maxMillis == 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMillis);
        }
    }

    /** Runs a command that reads. What it reads is one moment's state, which is not before this call. */
    <T> T read(long maxMillis, Supplier<T> command) {
        Session outer = current.get();
        Session session = new Session(false, maxMillis);
        current.set(session);
        try {
            return command.get();
        } finally {
            if (outer == null) {
                current.remove();
            } else {
                current.set(outer);
            }
            DocumentConnection connection = session.connection;
            if (connection != null) {
                giveBack(connection);
            }
        }
    }

    /**
     * Runs a command that may write; returns when what it wrote outlives this process, or the machine if it asks for the
     * journal.
     *
     * @param undone called when what earlier commands did may have been undone, before others can run
     */
    <T> T write(boolean journaled, long maxMillis, Supplier<T> command, Runnable undone) {
        journal.checkUsable();
        T reply = writer.run(
                connection -> {
                    Session session = new Session(true, maxMillis);
                    session.connection = connection;
                    current.set(session);
                    try {
                        return command.get();
                    } finally {
                        current.remove();
                    }
                },
                undone);
        if (journaled) {
            journal.awaitSynced();
        }
        return reply;
    }

    /** The connection of the command that this thread runs. */
    DocumentConnection connection() {
        Session session = session();
        if (session.connection == null) {
            session.connection = borrow();
        }
        return session.connection;
    }

    /** Does something when what the running command wrote can be seen by others. */
    void afterCommit(Runnable work) {
        writer.afterCommit(work);
    }

    boolean writes() {
        return session().writes;
    }

    /** Ends a command that takes longer than its client wants to wait. */
    void checkTime() {
        if (session().deadline < System.nanoTime()) {
            throw new MongoServerError(50, "MaxTimeMSExpired", "operation exceeded time limit");
        }
    }

    void begin(OrderedUpdates updates) {
        session().updates = updates;
    }

    /** The updates of the running command, if it has several in order. */
    @Nullable
    OrderedUpdates updates() {
        return session().updates;
    }

    /** Sets what the pipeline that runs next reads of this collection. */
    void setInput(DocumentCollection collection, QueryExecution.Request input) {
        Session session = session();
        session.inputOf = collection;
        session.input = input;
    }

    /** What was set for this collection, once; null if nothing was. */
    QueryExecution.@Nullable Request takeInput(DocumentCollection collection) {
        Session session = session();
        if (session.inputOf != collection) {
            return null;
        }
        session.inputOf = null;
        return session.input;
    }

    private Session session() {
        Session session = current.get();
        if (session == null) {
            throw new MongoServerException("a command runs outside of the store's sessions");
        }
        return session;
    }

    private DocumentConnection borrow() {
        try {
            if (!readers.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new MongoServerError(INTERNAL_ERROR, "InternalError", "too many commands read at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MongoServerError(INTERNAL_ERROR, "InternalError", "interrupted");
        }
        try {
            DocumentConnection connection;
            synchronized (idle) {
                connection = idle.pollLast();
            }
            if (connection == null) {
                connection = new DocumentConnection(file.openForReading());
            }
            connection.execute("BEGIN");
            return connection;
        } catch (SQLException e) {
            readers.release();
            throw new DocumentStorageException(e);
        } catch (RuntimeException e) {
            readers.release();
            throw e;
        }
    }

    private void giveBack(DocumentConnection connection) {
        try {
            connection.execute("ROLLBACK");
            synchronized (idle) {
                if (!closed) {
                    idle.addLast(connection);
                    return;
                }
            }
            connection.close();
        } catch (DocumentStorageException e) {
            connection.close();
        } finally {
            readers.release();
        }
    }

    void opened(QueryExecution cursor) {
        cursors.add(cursor);
    }

    /** The ids of the cursors that nobody has asked for so long, which are not named again. */
    List<Long> idleCursors(Duration time) {
        List<QueryExecution> idle;
        synchronized (cursors) {
            idle = cursors.stream()
                    .filter(cursor -> cursor.idleNanos() > time.toNanos())
                    .toList();
            cursors.removeAll(idle);
        }
        return idle.stream().map(QueryExecution::getId).toList();
    }

    /** Lets tests fill the disk. */
    void setMaxPages(long pages) {
        writer.setMaxPages(pages);
    }

    @Override
    public void close() {
        journal.close();
        synchronized (idle) {
            closed = true;
            idle.forEach(DocumentConnection::close);
            idle.clear();
        }
        writer.close();
        checkpoints.close();
    }
}
