package io.hookstream.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the log, already bytes: the thread that publishes serializes, so that the one thread that
 * writes does not.
 */
record SerializedEvent(
        @Nullable String type,
        String aggregateIdentifier,
        long sequenceNumber,
        String eventIdentifier,
        Instant timestamp,
        SerializedObject<byte[]> payload,
        SerializedObject<byte[]> metaData) {

    static List<SerializedEvent> of(List<? extends EventMessage<?>> events, Serializer serializer) {
        List<SerializedEvent> serialized = new ArrayList<>(events.size());
        for (EventMessage<?> event : events) {
            serialized.add(of(event, serializer));
        }
        return serialized;
    }

    /** An event of no aggregate is its own aggregate of one, as Axon's own SQL storage has it. */
    static SerializedEvent of(EventMessage<?> event, Serializer serializer) {
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        SerializedObject<byte[]> metaData = event.serializeMetaData(serializer, byte[].class);
        String id = event.getIdentifier();
        return event instanceof DomainEventMessage<?> domain
                ? new SerializedEvent(
                        domain.getType(),
                        domain.getAggregateIdentifier(),
                        domain.getSequenceNumber(),
                        id,
                        domain.getTimestamp(),
                        payload,
                        metaData)
                : new SerializedEvent(null, id, 0, id, event.getTimestamp(), payload, metaData);
    }
}
