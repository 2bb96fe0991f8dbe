package io.hookstream.embedded;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;

/**
 * The event log of one process, in a SQLite file. An append returns when its events are synced to disk; appends of many
 * threads share a commit. Global indexes start at 1 and have no gaps, so a token is one number and, unlike with other SQL
 * stores, no reader ever has to come back for a row that became visible late.
 *
 * <p>Every failure of the store is an {@link EventStoreException}, and no call waits longer than some ten seconds. After a
 * full disk has space again, appends work again.
 */
public final class SqliteEventStorageEngine extends JdbcEventStorageEngine implements EventLog, AutoCloseable {

    /** The most pages SQLite can hold. */
    static final long UNLIMITED_PAGES = 4_294_967_294L;

    private static final int BATCH_SIZE = 256;

    private final EventLogFile file;
    private final EventLogReader reader;
    private final EventLogWriter writer;
    private final RecentEvents recent;
    private final EventLogStreams streams = new EventLogStreams();

    private SqliteEventStorageEngine(Builder builder, EventLogFile file, EventLogReader reader, EventLogWriter writer) {
        super(builder);
        this.file = file;
        this.reader = reader;
        this.writer = writer;
        RecentEvents.Reader disk = (position, limit) ->
                readEvents(new GlobalSequenceTrackingToken(position), false).limit(limit);
        recent = new RecentEvents(disk, disk, writer.head());
        writer.start(recent::stored);
    }

    /**
     * Opens the log, or creates it if there is no file.
     *
     * @throws StoreCorruptException if the file cannot be an event log of this program
     * @throws EventStoreException if it cannot be opened for another reason
     */
    public static SqliteEventStorageEngine open(
            Path file, Serializer eventSerializer, Serializer snapshotSerializer, EventUpcaster upcasters) {
        EventLogFile log = EventLogFile.open(file);
        EventLogReader reader = new EventLogReader(log);
        try {
            EventLogWriter writer = new EventLogWriter(log);
            Builder builder = JdbcEventStorageEngine.builder();
            builder.eventSerializer(eventSerializer)
                    .snapshotSerializer(snapshotSerializer)
                    .upcasterChain(upcasters)
                    .persistenceExceptionResolver(EventLogConnection::isConflict)
                    .batchSize(BATCH_SIZE)
                    .connectionProvider(new DataSourceConnectionProvider(reader.connections()))
                    .transactionManager(NoTransactionManager.instance());
            return new SqliteEventStorageEngine(builder, log, reader, writer);
        } catch (SQLException e) {
            reader.close();
            throw new EventStoreException("The event log " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** The global index of the newest event that is on disk, 0 in an empty log. Reads no disk. */
    @Override
    public long head() {
        return writer.head();
    }

    @Override
    public List<TrackedEventMessage<?>> after(long position, int limit) {
        return recent.after(position, limit);
    }

    /** It runs on the writer's thread. */
    @Override
    public void onCommit(Runnable listener) {
        writer.onCommit(listener);
    }

    @Override
    public void removeOnCommit(Runnable listener) {
        writer.removeOnCommit(listener);
    }

    @Override
    public EventLogStreams streams() {
        return streams;
    }

    /** Lets tests fill the disk. */
    void setMaxPages(long pages) {
        writer.setMaxPages(pages);
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
        if (!events.isEmpty()) {
            write(new EventLogConnection.AppendEvents(SerializedEvent.of(events, serializer)), events.getFirst());
        }
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        write(new EventLogConnection.StoreSnapshot(SerializedEvent.of(snapshot, serializer)), snapshot);
    }

    private void write(EventLogConnection.Change change, EventMessage<?> first) {
        try {
            writer.write(change);
        } catch (SQLException e) {
            if (EventLogConnection.isConflict(e)) {
                handlePersistenceException(e, first);
            }
            throw new EventStoreException("The event log " + file.path() + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken lastToken, int batchSize) {
        return reader.eventsAfter(indexOf(lastToken), batchSize);
    }

    private static long indexOf(@Nullable TrackingToken token) {
        return switch (token) {
            case null -> 0;
            case GlobalSequenceTrackingToken position -> position.getGlobalIndex();
            default -> throw new IllegalArgumentException("Not a token of this event log: " + token);
        };
    }

    @Override
    protected List<? extends DomainEventData<?>> fetchDomainEvents(
            String aggregateIdentifier, long firstSequenceNumber, int batchSize) {
        return reader.eventsOf(aggregateIdentifier, firstSequenceNumber, batchSize);
    }

    /** A batch that is not full was the last: sequence numbers have no gaps to look behind. */
    @Override
    protected boolean fetchForAggregateUntilEmpty() {
        return false;
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
        return reader.snapshotsOf(aggregateIdentifier).stream();
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
        long last = reader.lastSequenceNumberOf(aggregateIdentifier);
        return last < 0 ? Optional.empty() : Optional.of(last);
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(reader.tail());
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(head());
    }

    @Override
    public TrackingToken createTokenAt(Instant dateTime) {
        return new GlobalSequenceTrackingToken(reader.indexBefore(dateTime));
    }

    /** Writes what has been accepted and closes the file. */
    @Override
    public void close() {
        // The last connection to be closed copies the write-ahead log into the database, and a reader may not.
        reader.close();
        writer.close();
        streams.close();
    }
}
