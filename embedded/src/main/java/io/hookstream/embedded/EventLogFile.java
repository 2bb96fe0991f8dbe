package io.hookstream.embedded;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;

/** The event log's file: its schema, how connections to it are set up, and which files it refuses. */
final class EventLogFile {

    /** Readers and other processes (a backup) may hold the file for a moment; longer is a failure to report. */
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private static final int READERS = 4;
    private static final int READER_TIMEOUT_MILLIS = 10_000;
    private static final int SCHEMA_VERSION = 1;

    /**
     * {@code time_high} is the latest timestamp up to and including the row. It rises with the index even if the clock
     * was set back, so the first row at or after a moment is found by halving, without an index that every append pays.
     */
    private static final String[] SCHEMA = {"""
        CREATE TABLE IF NOT EXISTS domain_event_entry (
          global_index INTEGER PRIMARY KEY AUTOINCREMENT,
          aggregate_identifier TEXT NOT NULL,
          sequence_number INTEGER NOT NULL,
          type TEXT,
          event_identifier TEXT NOT NULL,
          time_stamp INTEGER NOT NULL,
          time_high INTEGER NOT NULL,
          payload_type TEXT NOT NULL,
          payload_revision TEXT,
          meta_data BLOB NOT NULL,
          payload BLOB NOT NULL)""", """
        CREATE UNIQUE INDEX IF NOT EXISTS domain_event_of_aggregate
          ON domain_event_entry (aggregate_identifier, sequence_number)""", """
        CREATE TABLE IF NOT EXISTS snapshot_event_entry (
          aggregate_identifier TEXT NOT NULL,
          sequence_number INTEGER NOT NULL,
          type TEXT,
          event_identifier TEXT NOT NULL,
          time_stamp INTEGER NOT NULL,
          payload_type TEXT NOT NULL,
          payload_revision TEXT,
          meta_data BLOB NOT NULL,
          payload BLOB NOT NULL,
          PRIMARY KEY (aggregate_identifier, sequence_number)) WITHOUT ROWID""", "PRAGMA user_version = " + SCHEMA_VERSION};

    private final Path path;

    private EventLogFile(Path path) {
        this.path = path;
    }

    /**
     * Creates the file with its schema, or looks whether what is there can be the event log: the header, the schema, the
     * newest row and the newest entry of the index. That does not depend on the number of events.
     *
     * @throws StoreCorruptException if it cannot
     */
    static EventLogFile open(Path path) {
        EventLogFile file = new EventLogFile(path);
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            SqliteHeader.check(path);
        } catch (IOException e) {
            throw new UncheckedIOException("The event log " + path.toAbsolutePath() + " cannot be opened", e);
        }
        try (Connection connection = file.openForWriting();
                Statement statement = connection.createStatement()) {
            file.checkVersion(statement);
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            readNewest(statement);
        } catch (SQLException e) {
            throw new StoreCorruptException(path, e.getMessage(), e);
        }
        return file;
    }

    Path path() {
        return path;
    }

    Connection openForWriting() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        // FULL syncs the write-ahead log at every commit; NORMAL would lose acknowledged events when power fails.
        config.setSynchronous(SynchronousMode.FULL);
        // Nobody asks for them, and the driver would look after each insert.
        config.setGetGeneratedKeys(false);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setCacheSize(-16_000);
        // 8 MB of log between copies into the database, and no more than 64 MB kept after a burst.
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "2000");
        config.setJournalSizeLimit(64 << 20);
        return config.createConnection(url());
    }

    HikariDataSource openForReading() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setCacheSize(-8_000);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(url());
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("event-log-readers");
        pool.setDataSource(source);
        pool.setReadOnly(true);
        pool.setMaximumPoolSize(READERS);
        pool.setConnectionTimeout(READER_TIMEOUT_MILLIS);
        pool.setMaxLifetime(0);
        return new HikariDataSource(pool);
    }

    private String url() {
        return "jdbc:sqlite:" + path.toAbsolutePath();
    }

    private void checkVersion(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            int version = row.getInt(1);
            if (version > SCHEMA_VERSION) {
                throw new StoreCorruptException(path, "a newer hookstream wrote it, in format " + version, null);
            }
        }
    }

    private static void readNewest(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT * FROM domain_event_entry ORDER BY global_index DESC LIMIT 1")) {
            if (row.next()) {
                row.getBytes("payload");
            }
        }
        try (ResultSet row = statement.executeQuery("SELECT aggregate_identifier FROM domain_event_entry"
                + " INDEXED BY domain_event_of_aggregate ORDER BY aggregate_identifier DESC LIMIT 1")) {
            row.next();
        }
    }
}
