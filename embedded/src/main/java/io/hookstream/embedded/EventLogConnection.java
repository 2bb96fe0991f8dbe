package io.hookstream.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.SerializedObject;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The one connection that writes the log, with its statements prepared once. It numbers the rows itself: with one writer
 * the next index is known, and an index that was rolled back is given to the next event, so the log has no gaps.
 *
 * <p>Used by the writer's thread only. Transactions are plain statements because JDBC's auto-commit switch begins them
 * lazily and without the write lock.
 */
final class EventLogConnection implements AutoCloseable {

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement savepoint;
    private final PreparedStatement release;
    private final PreparedStatement rollbackToSavepoint;
    private final PreparedStatement insertEvent;
    private final PreparedStatement insertSnapshot;
    private final PreparedStatement deleteOlderSnapshots;

    /** Of the running transaction, or the last one: those up to the index. */
    private final List<SerializedEvent> inserted = new ArrayList<>();

    private long index;
    private long timeHigh;
    private long maxPages = SqliteEventStorageEngine.UNLIMITED_PAGES;

    EventLogConnection(EventLogFile file, long maxPages) throws SQLException {
        connection = file.openForWriting();
        try {
            setMaxPages(maxPages);
            begin = connection.prepareStatement("BEGIN IMMEDIATE");
            commit = connection.prepareStatement("COMMIT");
            savepoint = connection.prepareStatement("SAVEPOINT append");
            release = connection.prepareStatement("RELEASE append");
            rollbackToSavepoint = connection.prepareStatement("ROLLBACK TO append");
            insertEvent = connection.prepareStatement("""
                    INSERT INTO domain_event_entry (aggregate_identifier, sequence_number, type, event_identifier,
                      time_stamp, payload_type, payload_revision, meta_data, payload, global_index, time_high)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
            insertSnapshot = connection.prepareStatement("""
                    INSERT OR REPLACE INTO snapshot_event_entry (aggregate_identifier, sequence_number, type,
                      event_identifier, time_stamp, payload_type, payload_revision, meta_data, payload)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""");
            deleteOlderSnapshots = connection.prepareStatement(
                    "DELETE FROM snapshot_event_entry WHERE aggregate_identifier = ? AND sequence_number < ?");
            readNewest();
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The index of the newest row in the running transaction, or of the newest committed one outside of it. */
    long index() {
        return index;
    }

    /** The events of the last transaction. */
    List<TrackedEventMessage<?>> inserted() {
        List<TrackedEventMessage<?>> events = new ArrayList<>(inserted.size());
        long before = index - inserted.size();
        for (SerializedEvent event : inserted) {
            events.add(event.at(before + events.size() + 1));
        }
        return events;
    }

    /** How many bytes they are in the log. */
    long insertedBytes() {
        return inserted.stream().mapToLong(SerializedEvent::bytes).sum();
    }

    void begin() throws SQLException {
        inserted.clear();
        begin.executeUpdate();
    }

    void commit() throws SQLException {
        commit.executeUpdate();
    }

    /**
     * Applies all of a change or nothing of it, if what it throws is a {@linkplain #isConflict conflict}. After any other
     * exception SQLite may have rolled back the whole transaction, and the driver has closed the statement: this
     * connection is then of no more use.
     */
    void apply(Change change) throws SQLException {
        long indexBefore = index;
        long timeBefore = timeHigh;
        int insertedBefore = inserted.size();
        // A single statement is undone by itself when it fails.
        boolean needsSavepoint = change.statements() > 1;
        if (needsSavepoint) {
            savepoint.executeUpdate();
        }
        try {
            change.applyTo(this);
        } catch (SQLException e) {
            index = indexBefore;
            timeHigh = timeBefore;
            inserted.subList(insertedBefore, inserted.size()).clear();
            if (needsSavepoint && isConflict(e)) {
                rollbackToSavepoint.executeUpdate();
                release.executeUpdate();
            }
            throw e;
        }
        if (needsSavepoint) {
            release.executeUpdate();
        }
    }

    void insertEvents(List<SerializedEvent> events) throws SQLException {
        for (SerializedEvent event : events) {
            timeHigh = Math.max(timeHigh, Timestamps.toNanos(event.timestamp()));
            index++;
            bind(insertEvent, event);
            insertEvent.setLong(10, index);
            insertEvent.setLong(11, timeHigh);
            insertEvent.executeUpdate();
            inserted.add(event);
        }
    }

    void replaceSnapshot(SerializedEvent snapshot) throws SQLException {
        bind(insertSnapshot, snapshot);
        insertSnapshot.executeUpdate();
        deleteOlderSnapshots.setString(1, snapshot.aggregateIdentifier());
        deleteOlderSnapshots.setLong(2, snapshot.sequenceNumber());
        deleteOlderSnapshots.executeUpdate();
    }

    void setMaxPages(long pages) throws SQLException {
        if (pages == maxPages) {
            return;
        }
        maxPages = pages;
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = " + pages);
        }
    }

    /** Whether it says that a row with this key exists: an aggregate's sequence number was taken. */
    static boolean isConflict(Exception e) {
        return e instanceof SQLiteException sqlite
                && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT);
    }

    private void readNewest() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT global_index, time_high FROM domain_event_entry ORDER BY global_index DESC LIMIT 1")) {
            boolean any = row.next();
            index = any ? row.getLong(1) : 0;
            timeHigh = any ? row.getLong(2) : Long.MIN_VALUE;
        }
    }

    private static void bind(PreparedStatement statement, SerializedEvent event) throws SQLException {
        SerializedObject<byte[]> payload = event.payload();
        statement.setString(1, event.aggregateIdentifier());
        statement.setLong(2, event.sequenceNumber());
        statement.setString(3, event.type());
        statement.setString(4, event.eventIdentifier());
        statement.setLong(5, Timestamps.toNanos(event.timestamp()));
        statement.setString(6, payload.getType().getName());
        statement.setString(7, payload.getType().getRevision());
        statement.setBytes(8, event.metaData().getData());
        statement.setBytes(9, payload.getData());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Something to write, in one or several statements. */
    interface Change {

        void applyTo(EventLogConnection connection) throws SQLException;

        int statements();
    }

    record AppendEvents(List<SerializedEvent> events) implements Change {

        @Override
        public void applyTo(EventLogConnection connection) throws SQLException {
            connection.insertEvents(events);
        }

        @Override
        public int statements() {
            return events.size();
        }
    }

    record StoreSnapshot(SerializedEvent snapshot) implements Change {

        @Override
        public void applyTo(EventLogConnection connection) throws SQLException {
            connection.replaceSnapshot(snapshot);
        }

        @Override
        public int statements() {
            return 2;
        }
    }
}
