package io.hookstream.embedded;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;

/**
 * A row of the log. Axon's own row types turn every timestamp into text and back and keep milliseconds only.
 *
 * @param globalIndex the position in the log, from 1 without gaps; 0 in a snapshot, which has none
 * @param aggregateIdentifier null for an event of no aggregate
 */
record StoredEvent(
        long globalIndex,
        @Nullable String type,
        @Nullable String aggregateIdentifier,
        long sequenceNumber,
        String eventIdentifier,
        Instant timestamp,
        SerializedObject<byte[]> payload,
        SerializedObject<byte[]> metaData)
        implements DomainEventData<byte[]>, TrackedEventData<byte[]> {

    /** The columns that {@link #read} expects, in its order. */
    static final String COLUMNS = "global_index, type, aggregate_identifier, sequence_number, event_identifier,"
            + " time_stamp, payload_type, payload_revision, payload, meta_data";

    static StoredEvent read(ResultSet row) throws SQLException {
        String aggregate = row.getString(3);
        String event = row.getString(5);
        return new StoredEvent(
                row.getLong(1),
                row.getString(2),
                event.equals(aggregate) ? null : aggregate,
                row.getLong(4),
                event,
                Timestamps.toInstant(row.getLong(6)),
                new SimpleSerializedObject<>(row.getBytes(9), byte[].class, row.getString(7), row.getString(8)),
                new SerializedMetaData<>(row.getBytes(10), byte[].class));
    }

    @Override
    public TrackingToken trackingToken() {
        return new GlobalSequenceTrackingToken(globalIndex);
    }

    @Override
    public @Nullable String getType() {
        return type;
    }

    @Override
    public @Nullable String getAggregateIdentifier() {
        return aggregateIdentifier;
    }

    @Override
    public long getSequenceNumber() {
        return sequenceNumber;
    }

    @Override
    public String getEventIdentifier() {
        return eventIdentifier;
    }

    @Override
    public Instant getTimestamp() {
        return timestamp;
    }

    @Override
    public SerializedObject<byte[]> getMetaData() {
        return metaData;
    }

    @Override
    public SerializedObject<byte[]> getPayload() {
        return payload;
    }
}
