package io.hookstream.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the document store's file, with its statements prepared once. Used by one thread at a time.
 *
 * <p>What is added is held back for a moment and written in the order of the keys, which is how a tree takes it best.
 * Whatever reads a table writes first what is held back for it.
 */
final class DocumentConnection implements AutoCloseable {

    private static final int STATEMENTS = 1_000;
    private static final int HELD_BACK = 1_000;

    private final Connection connection;
    private final Map<Long, List<Row>> newRows = new HashMap<>();
    private final Map<Long, NavigableSet<byte[]>> newEntries = new HashMap<>();
    private final DocumentCatalog catalog = new DocumentCatalog(this);
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PreparedStatement> eldest) {
            if (size() > STATEMENTS) {
                close(eldest.getValue());
                return true;
            }
            return false;
        }
    };

    DocumentConnection(Connection connection) {
        this.connection = connection;
    }

    /** A document's place in its collection, and the document as BSON. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, nor changed.
    record Row(long number, byte[] body) {}

    DocumentCatalog catalog() {
        return catalog;
    }

    void execute(String sql) {
        run(sql, statement -> {
            statement.execute();
            return null;
        });
    }

    /** Writes what is held back. */
    void flush() {
        catalog.flush();
        newRows.keySet().forEach(this::flushRows);
        newEntries.keySet().forEach(this::flushEntries);
    }

    /** Forgets what is held back. */
    void discard() {
        newRows.clear();
        newEntries.clear();
        catalog.discard();
    }

    void insert(long collection, long row, byte[] body) {
        List<Row> rows = newRows.computeIfAbsent(collection, number -> new ArrayList<>());
        rows.add(new Row(row, body));
        if (rows.size() >= HELD_BACK) {
            flushRows(collection);
        }
    }

    void update(long collection, long row, byte[] body) {
        flushRows(collection);
        change("UPDATE c" + collection + " SET b = ? WHERE n = ?", body, row);
    }

    void delete(long collection, long row) {
        flushRows(collection);
        change("DELETE FROM c" + collection + " WHERE n = ?", row);
    }

    byte @Nullable [] body(long collection, long row) {
        flushRows(collection);
        return run("SELECT b FROM c" + collection + " WHERE n = ?", statement -> {
            statement.setLong(1, row);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? found.getBytes(1) : null;
            }
        });
    }

    /** The rows after this one, or before it if descending. */
    List<Row> rows(long collection, long from, boolean descending, int limit) {
        flushRows(collection);
        String sql = "SELECT n, b FROM c" + collection
                + (descending ? " WHERE n < ? ORDER BY n DESC LIMIT ?" : " WHERE n > ? ORDER BY n LIMIT ?");
        return run(sql, statement -> {
            statement.setLong(1, from);
            statement.setInt(2, limit);
            List<Row> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(found.getLong(1), found.getBytes(2)));
                }
            }
            return rows;
        });
    }

    long lastRow(long collection) {
        flushRows(collection);
        return number("SELECT coalesce(max(n), 0) FROM c" + collection);
    }

    void addEntry(long index, byte[] entry) {
        NavigableSet<byte[]> entries =
                newEntries.computeIfAbsent(index, number -> new TreeSet<>(Arrays::compareUnsigned));
        entries.add(entry);
        if (entries.size() >= HELD_BACK) {
            flushEntries(index);
        }
    }

    /** An entry that begins with this key; null if there is none. */
    byte @Nullable [] entryOf(long index, byte[] key) {
        byte[] after = KeyEncoder.after(key);
        NavigableSet<byte[]> heldBack = newEntries.get(index);
        byte[] entry = heldBack == null ? null : heldBack.ceiling(key);
        if (entry != null && Arrays.compareUnsigned(entry, after) < 0) {
            return entry;
        }
        return run("SELECT k FROM i" + index + " WHERE k >= ? AND k < ? LIMIT 1", statement -> {
            statement.setBytes(1, key);
            statement.setBytes(2, after);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? found.getBytes(1) : null;
            }
        });
    }

    void removeEntry(long index, byte[] entry) {
        NavigableSet<byte[]> heldBack = newEntries.get(index);
        if (heldBack == null || !heldBack.remove(entry)) {
            change("DELETE FROM i" + index + " WHERE k = ?", entry);
        }
    }

    /** The entries from the lower key to before the upper one, the greatest first if descending. */
    List<byte[]> entries(long index, byte[] from, byte[] to, boolean descending, int limit) {
        flushEntries(index);
        String sql = "SELECT k FROM i" + index + " WHERE k >= ? AND k < ? ORDER BY k" + (descending ? " DESC" : "")
                + " LIMIT ?";
        return run(sql, statement -> {
            statement.setBytes(1, from);
            statement.setBytes(2, to);
            statement.setInt(3, limit);
            List<byte[]> entries = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    entries.add(found.getBytes(1));
                }
            }
            return entries;
        });
    }

    long countEntries(long index, byte[] from, byte[] to) {
        flushEntries(index);
        return number("SELECT count(*) FROM i" + index + " WHERE k >= ? AND k < ?", from, to);
    }

    /** The first column of the first row, 0 if there is none. */
    long number(String sql, Object... parameters) {
        return run(sql, statement -> {
            bind(statement, parameters);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? found.getLong(1) : 0L;
            }
        });
    }

    List<String> texts(String sql) {
        return run(sql, statement -> {
            List<String> texts = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    texts.add(found.getString(1));
                }
            }
            return texts;
        });
    }

    void change(String sql, Object... parameters) {
        run(sql, statement -> {
            bind(statement, parameters);
            return statement.executeUpdate();
        });
    }

    /** Runs what changes the schema; statements that name a dropped table are of no more use. */
    void define(String sql) {
        flush();
        statements.values().forEach(DocumentConnection::close);
        statements.clear();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DocumentStorageException(e);
        }
    }

    private void flushRows(long collection) {
        List<Row> rows = newRows.get(collection);
        if (rows == null || rows.isEmpty()) {
            return;
        }
        run("INSERT INTO c" + collection + " (n, b) VALUES (?, ?)", statement -> {
            for (Row row : rows) {
                statement.setLong(1, row.number());
                statement.setBytes(2, row.body());
                statement.addBatch();
            }
            return statement.executeBatch();
        });
        rows.clear();
    }

    private void flushEntries(long index) {
        NavigableSet<byte[]> entries = newEntries.get(index);
        if (entries == null || entries.isEmpty()) {
            return;
        }
        run("INSERT INTO i" + index + " (k) VALUES (?)", statement -> {
            for (byte[] entry : entries) {
                statement.setBytes(1, entry);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
        entries.clear();
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private <T extends @Nullable Object> T run(String sql, Work<T> work) {
        try {
            PreparedStatement statement = statements.get(sql);
            if (statement == null) {
                statement = connection.prepareStatement(sql);
                statements.put(sql, statement);
            }
            return work.with(statement);
        } catch (SQLException e) {
            throw new DocumentStorageException(e);
        }
    }

    private static void close(PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            throw new DocumentStorageException(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new DocumentStorageException(e);
        }
    }

    private interface Work<T extends @Nullable Object> {

        T with(PreparedStatement statement) throws SQLException;
    }
}
