package io.hookstream.embedded;

import de.bwaldvogel.mongo.exception.MongoServerException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one connection that writes, and the commands' turns at it. */
final class DocumentWriter implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DocumentWriter.class);

    /** How many commands share a commit: enough to pay for it, not so many that the first one waits long. */
    private static final int GROUP = 64;

    /** Longer than any command in the same transaction should take, such as one that builds an index. */
    private static final long TIMEOUT_SECONDS = 600;

    private static final long UNLIMITED_PAGES = 0xFFFFFFFEL;

    private static final String BEGIN = "BEGIN IMMEDIATE";

    private final DocumentFile file;
    private final DocumentJournal journal;
    private final DocumentCheckpoints checkpoints;
    private final ReentrantLock turns = new ReentrantLock(true);

    private @Nullable DocumentConnection connection;
    private @Nullable Group group;
    private long maxPages = UNLIMITED_PAGES;

    DocumentWriter(DocumentFile file, DocumentJournal journal, DocumentCheckpoints checkpoints) {
        this.file = file;
        this.journal = journal;
        this.checkpoints = checkpoints;
    }

    /** The commands of one transaction. */
    private static final class Group {

        private final CompletableFuture<@Nullable Void> committed = new CompletableFuture<>();
        private final List<Runnable> afterwards = new ArrayList<>();
        private int commands;
    }

    /** Runs a command in its turn and returns when it is committed. */
    <T> T run(Function<DocumentConnection, T> command, Runnable undone) {
        Group joined;
        Outcome<T> outcome;
        turns.lock();
        try {
            DocumentConnection writer = open();
            joined = begin(writer);
            outcome = apply(writer, command, joined.commands > 0);
            joined.commands++;
            if (outcome.undone() || !turns.hasQueuedThreads() || joined.commands >= GROUP) {
                commit(writer, joined);
            }
            if (outcome.undone()) {
                // What is read again now must be what is stored.
                undone.run();
            }
        } catch (DocumentStorageException e) {
            abort(e, undone);
            throw e;
        } finally {
            turns.unlock();
        }
        await(joined);
        return outcome.reply();
    }

    /** What a command answered, or how it refused: a refusal too may tell of what others wrote in the same transaction. */
    private record Outcome<T>(@Nullable T value, @Nullable RuntimeException refusal, boolean undone) {

        @SuppressWarnings("NullAway") // A command that does not refuse answers.
        T reply() {
            if (refusal != null) {
                throw refusal;
            }
            return value;
        }
    }

    /**
     * Runs a command so that it can be undone without those before it. With a savepoint SQLite copies every page before the
     * command first changes it, to a file if they are many. The first command needs none: its transaction is undone.
     */
    private <T> Outcome<T> apply(
            DocumentConnection writer, Function<DocumentConnection, T> command, boolean othersBefore) {
        if (othersBefore) {
            writer.execute("SAVEPOINT command");
        }
        try {
            T reply = command.apply(writer);
            keep(writer, othersBefore);
            return new Outcome<>(reply, null, false);
        } catch (MongoServerException refusal) {
            // As in MongoDB, what a command did before it was refused stays done.
            keep(writer, othersBefore);
            return new Outcome<>(null, refusal, false);
        } catch (DocumentStorageException e) {
            throw e;
        } catch (RuntimeException unexpected) {
            return undo(writer, othersBefore, unexpected);
        } catch (Error unexpected) {
            // A document nested too deep for the stack, say. Others wait for this transaction.
            return undo(
                    writer, othersBefore, new IllegalStateException("The command failed: " + unexpected, unexpected));
        }
    }

    private static void keep(DocumentConnection writer, boolean othersBefore) {
        writer.flush();
        if (othersBefore) {
            writer.execute("RELEASE command");
        }
    }

    private static <T> Outcome<T> undo(DocumentConnection writer, boolean othersBefore, RuntimeException unexpected) {
        writer.discard();
        if (othersBefore) {
            writer.execute("ROLLBACK TO command");
            writer.execute("RELEASE command");
        } else {
            writer.execute("ROLLBACK");
            writer.execute(BEGIN);
        }
        return new Outcome<>(null, unexpected, true);
    }

    private Group begin(DocumentConnection writer) {
        if (group == null) {
            writer.execute(BEGIN);
            group = new Group();
        }
        return group;
    }

    private void commit(DocumentConnection writer, Group done) {
        writer.execute("COMMIT");
        group = null;
        journal.committed();
        done.afterwards.forEach(Runnable::run);
        done.committed.complete(null);
        checkpoints.committed();
    }

    /** The driver closes statements that fail, and SQLite may have rolled back or not: a new connection knows. */
    private void abort(DocumentStorageException reason, Runnable undone) {
        Group failed = group;
        DocumentConnection broken = connection;
        group = null;
        connection = null;
        if (broken != null) {
            try {
                broken.close();
            } catch (DocumentStorageException e) {
                log.warn("A connection to the document store could not be closed", e);
            }
        }
        try {
            undone.run();
        } finally {
            if (failed != null) {
                failed.committed.completeExceptionally(reason);
            }
        }
    }

    private DocumentConnection open() {
        DocumentConnection open = connection;
        if (open == null) {
            try {
                open = new DocumentConnection(file.openForWriting());
            } catch (SQLException e) {
                throw new DocumentStorageException(e);
            }
            open.execute("PRAGMA max_page_count = " + maxPages);
            connection = open;
        }
        return open;
    }

    /** Does something when what the running command wrote can be seen by others. */
    void afterCommit(Runnable work) {
        if (group == null) {
            throw new IllegalStateException("no command writes");
        }
        group.afterwards.add(work);
    }

    private static void await(Group group) {
        try {
            group.committed.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable reason = Objects.requireNonNull(e.getCause());
            throw new DocumentStorageException(String.valueOf(reason.getMessage()), reason);
        } catch (TimeoutException e) {
            throw new DocumentStorageException("not committed within " + TIMEOUT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DocumentStorageException("interrupted before it was committed", e);
        }
    }

    void setMaxPages(long pages) {
        turns.lock();
        try {
            maxPages = pages;
            open().execute("PRAGMA max_page_count = " + pages);
        } finally {
            turns.unlock();
        }
    }

    /** Commits what others left to the next turn. */
    @Override
    public void close() {
        turns.lock();
        try {
            if (connection != null) {
                if (group != null) {
                    commit(connection, group);
                }
                connection.close();
            }
            connection = null;
        } finally {
            turns.unlock();
        }
    }
}
