package io.hookstream.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * The document store's file: its schema, how connections to it are set up, and which files it refuses.
 *
 * <p>A collection is a table {@code c<number>} of rows in order of insertion, an index a table {@code i<number>} of keys,
 * each the encoded fields and the row's number. The catalog says which collection and which index has which number.
 */
final class DocumentFile {

    private static final int BUSY_TIMEOUT_MILLIS = 10_000;
    private static final int SCHEMA_VERSION = 1;

    /** Small pages: a change of one entry writes a page, twice. */
    static final int PAGE_BYTES = 4 << 10;

    /** What the write-ahead log keeps on disk when it begins anew. */
    private static final int JOURNAL_BYTES = 256 << 20;

    /** What the readers lack the operating system has. */
    private static final int WRITER_CACHE_PERCENT = 80;

    private static final String[] SCHEMA = {"""
        CREATE TABLE IF NOT EXISTS collections (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          name TEXT NOT NULL UNIQUE,
          documents INTEGER NOT NULL,
          bytes INTEGER NOT NULL)""", """
        CREATE TABLE IF NOT EXISTS indexes (
          number INTEGER PRIMARY KEY AUTOINCREMENT,
          collection TEXT NOT NULL,
          name TEXT NOT NULL,
          multikey INTEGER NOT NULL,
          UNIQUE (collection, name))""", "PRAGMA user_version = " + SCHEMA_VERSION};

    private final Path path;
    private final int writerCacheKilobytes;
    private final int readerCacheKilobytes;

    private DocumentFile(Path path, int cacheMegabytes, int readers) {
        this.path = path;
        writerCacheKilobytes = cacheMegabytes * 1024 * WRITER_CACHE_PERCENT / 100;
        readerCacheKilobytes = Math.max(128, (cacheMegabytes * 1024 - writerCacheKilobytes) / readers);
    }

    /**
     * Creates the file with its schema, or looks whether what is there can be the document store: the header, the length,
     * the catalog, and the first and the last row of each table. That does not depend on the number of documents.
     *
     * @param cacheMegabytes how much memory the pages read from the file may take: most of it the writer's, the rest shared
     *     by the readers
     * @throws StoreCorruptException if it cannot
     */
    static DocumentFile open(Path path, int cacheMegabytes, int readers) throws IOException {
        Files.createDirectories(path.getParent());
        SqliteHeader.check(path);
        DocumentFile file = new DocumentFile(path, cacheMegabytes, readers);
        file.setPageSize();
        try (Connection connection = file.openForWriting();
                Statement statement = connection.createStatement()) {
            file.checkOrigin(statement);
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            // Brings what a crash left in the write-ahead log into the file, whose length then must be right.
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            SqliteHeader.check(path);
            readEnds(statement);
        } catch (SQLException e) {
            throw new StoreCorruptException(path, e.getMessage(), e);
        }
        return file;
    }

    /** A new file takes the size of its pages before it has a write-ahead log; an existing one keeps its own. */
    private void setPageSize() {
        try (Connection connection = new SQLiteConfig().createConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = " + PAGE_BYTES);
            statement.execute("PRAGMA journal_mode = WAL");
        } catch (SQLException e) {
            throw new StoreCorruptException(path, e.getMessage(), e);
        }
    }

    /**
     * A commit is written when it returns, so it outlives this process; {@link DocumentJournal} syncs it to disk, and
     * {@link DocumentCheckpoints} copies it into the database.
     */
    Connection openForWriting() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.NORMAL);
        // Nobody asks for them, and the driver would look after each insert.
        config.setGetGeneratedKeys(false);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setCacheSize(-writerCacheKilobytes);
        config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "0");
        config.setJournalSizeLimit(JOURNAL_BYTES);
        return config.createConnection(url());
    }

    Connection openForReading() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setCacheSize(-readerCacheKilobytes);
        return config.createConnection(url());
    }

    FileChannel openForSyncing() throws IOException {
        return FileChannel.open(path, StandardOpenOption.WRITE);
    }

    private String url() {
        return "jdbc:sqlite:" + path;
    }

    private void checkOrigin(Statement statement) throws SQLException {
        long version = number(statement, "PRAGMA user_version");
        if (version > SCHEMA_VERSION) {
            throw new StoreCorruptException(path, "a newer hookstream wrote it, in format " + version, null);
        }
        if (version == 0 && number(statement, "SELECT count(*) FROM sqlite_master") > 0) {
            throw new StoreCorruptException(path, "it is another program's database", null);
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    private static void readEnds(Statement statement) throws SQLException {
        List<String> ends = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT 'c' || number, 'n, b' FROM collections UNION ALL SELECT 'i' || number, 'k' FROM indexes""")) {
            while (rows.next()) {
                String table = rows.getString(1);
                String columns = rows.getString(2);
                ends.add("SELECT " + columns + " FROM " + table + " ORDER BY 1 LIMIT 1");
                ends.add("SELECT " + columns + " FROM " + table + " ORDER BY 1 DESC LIMIT 1");
            }
        }
        for (String sql : ends) {
            try (ResultSet row = statement.executeQuery(sql)) {
                if (row.next()) {
                    row.getObject(row.getMetaData().getColumnCount());
                }
            }
        }
    }
}
