package io.hookstream.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the write-ahead log's pages into the database and syncs them, in a thread of its own, so that no command waits
 * for it. What is written meanwhile is copied between two transactions when it is little: SQLite begins the log anew only
 * when everything in it has been copied.
 */
final class DocumentCheckpoints implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DocumentCheckpoints.class);

    /** Pages that change again and again are copied once in so much of the log. */
    static final int LOG_BYTES = 128 << 20;

    /** A command may wait for the copying of so small a part. */
    private static final int REST = 32;

    /** If commands write faster than this copies, the rest is larger. */
    private static final int PASSES = 3;

    private static final String LOOK = "PRAGMA wal_checkpoint(NOOP)";
    private static final String COPY = "PRAGMA wal_checkpoint(PASSIVE)";

    private static final int INTERVAL_MILLIS = 50;
    private static final int PATIENCE_SECONDS = 30;

    private final Connection connection;
    private final FileChannel database;
    private final int logBytes;
    private final Consumer<IOException> failure;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("document-checkpoints").daemon().factory());

    private volatile boolean written;
    private volatile boolean restIsDue;
    private volatile boolean failed;
    private volatile boolean closed;

    /**
     * The connection stays open: SQLite removes the log with the last one, and the journal syncs this one log.
     *
     * @param failure is told when the database could not be synced
     */
    DocumentCheckpoints(DocumentFile file, int logBytes, Consumer<IOException> failure) throws IOException {
        this.logBytes = logBytes;
        this.failure = failure;
        try {
            database = file.openForSyncing();
            connection = file.openForWriting();
            checkpoint(LOOK);
        } catch (SQLException e) {
            throw new DocumentStorageException(e);
        }
        var unused = thread.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * How far the log has been copied.
     *
     * @param pages in the log
     * @param copied of them
     */
    private record Progress(int pages, int copied) {

        private static final Progress UNKNOWN = new Progress(-1, -1);
    }

    private boolean isDue(Progress progress) {
        return bytes(progress.pages()) >= logBytes && bytes(progress.pages() - progress.copied()) > logBytes / REST;
    }

    private static long bytes(int pages) {
        return (long) pages * DocumentFile.PAGE_BYTES;
    }

    /** Called after each commit, before the next transaction begins. */
    void committed() {
        written = true;
        if (restIsDue) {
            restIsDue = false;
            attempt(COPY);
        }
    }

    private void look() {
        if (restIsDue || !written || failed) {
            return;
        }
        written = false;
        Progress progress = attempt(LOOK);
        if (!isDue(progress)) {
            return;
        }
        for (int pass = 0; pass < PASSES && isDue(progress) && !closed; pass++) {
            progress = attempt(COPY);
        }
        // SQLite syncs the database only when it has copied the whole log, which is what a command waits for.
        try {
            database.force(false);
            restIsDue = true;
        } catch (IOException e) {
            // Nobody knows what is on disk, and the next sync may not tell: the log must stay, for the next start.
            failed = true;
            failure.accept(e);
        }
    }

    /** A failure costs nothing but room: the log grows until a later one succeeds, or the disk is full. */
    private Progress attempt(String sql) {
        try {
            return checkpoint(sql);
        } catch (SQLException e) {
            log.warn("The document store's write-ahead log could not be copied into its database", e);
            return Progress.UNKNOWN;
        }
    }

    private synchronized Progress checkpoint(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            // The first column says whether somebody else is copying.
            return new Progress(result.getInt(2), result.getInt(3));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("The document store's write-ahead log is still being copied");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failed) {
            return; // with the last connection SQLite would remove the log
        }
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DocumentStorageException(e);
        } finally {
            closeDatabase();
        }
    }

    /** Last: with any of its descriptors a process gives up its locks on a file. */
    private void closeDatabase() {
        try {
            database.close();
        } catch (IOException e) {
            log.warn("The document store's database could not be closed", e);
        }
    }
}
