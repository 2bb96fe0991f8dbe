package io.hookstream.embedded;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/** Reads what is committed, on read-only connections that never wait for the writer. */
final class EventLogReader implements AutoCloseable {

    private static final String SELECT_EVENTS = "SELECT " + StoredEvent.COLUMNS + " FROM domain_event_entry WHERE ";
    private static final String SELECT_SNAPSHOTS =
            "SELECT " + StoredEvent.COLUMNS.replace("global_index", "0") + " FROM snapshot_event_entry WHERE ";

    private final EventLogFile file;
    private final HikariDataSource connections;

    EventLogReader(EventLogFile file) {
        this.file = file;
        connections = file.openForReading();
    }

    HikariDataSource connections() {
        return connections;
    }

    List<StoredEvent> eventsAfter(long globalIndex, int limit) {
        return query(
                SELECT_EVENTS + "global_index > ? ORDER BY global_index LIMIT ?",
                EventLogReader::all,
                globalIndex,
                limit);
    }

    List<StoredEvent> eventsOf(String aggregateIdentifier, long firstSequenceNumber, int limit) {
        return query(
                SELECT_EVENTS + "aggregate_identifier = ? AND sequence_number >= ? ORDER BY sequence_number LIMIT ?",
                EventLogReader::all,
                aggregateIdentifier,
                firstSequenceNumber,
                limit);
    }

    List<StoredEvent> snapshotsOf(String aggregateIdentifier) {
        return query(
                SELECT_SNAPSHOTS + "aggregate_identifier = ? ORDER BY sequence_number DESC",
                EventLogReader::all,
                aggregateIdentifier);
    }

    /** The newest sequence number of the aggregate, or -1 if it has no event. */
    long lastSequenceNumberOf(String aggregateIdentifier) {
        return query(
                "SELECT coalesce(max(sequence_number), -1) FROM domain_event_entry WHERE aggregate_identifier = ?",
                EventLogReader::number,
                aggregateIdentifier);
    }

    /** The index before the oldest event, 0 in an empty log. */
    long tail() {
        return query("SELECT coalesce(min(global_index) - 1, 0) FROM domain_event_entry", EventLogReader::number);
    }

    /** The index before the first event at or after the moment; the newest index if there is no such event. */
    long indexBefore(Instant moment) {
        long nanos = Timestamps.toNanos(moment);
        long before = tail();
        long end = query("SELECT coalesce(max(global_index), 0) FROM domain_event_entry", EventLogReader::number);
        while (before < end) {
            long middle = before + (end - before + 1) / 2;
            long timeHigh = query(
                    "SELECT time_high FROM domain_event_entry WHERE global_index = ?", EventLogReader::number, middle);
            if (timeHigh < nanos) {
                before = middle;
            } else {
                end = middle - 1;
            }
        }
        return before;
    }

    private <T> T query(String sql, Extractor<T> extractor, Object... parameters) {
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return extractor.extract(rows);
            }
        } catch (SQLException e) {
            throw new EventStoreException("The event log " + file.path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<StoredEvent> all(ResultSet rows) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        while (rows.next()) {
            events.add(StoredEvent.read(rows));
        }
        return events;
    }

    private static long number(ResultSet rows) throws SQLException {
        return rows.getLong(1);
    }

    @Override
    public void close() {
        connections.close();
    }

    private interface Extractor<T> {
        T extract(ResultSet rows) throws SQLException;
    }
}
