package io.hookstream.embedded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.Message;
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
        SerializedObject<byte[]> metaData,
        Message<?> message) {

    static List<SerializedEvent> of(List<? extends EventMessage<?>> events, Serializer serializer) {
        List<SerializedEvent> serialized = new ArrayList<>(events.size());
        for (EventMessage<?> event : events) {
            serialized.add(of(event, serializer));
        }
        return serialized;
    }

    /** The event itself, as it would be read from the log. It is kept for a while, but not what was written. */
    TrackedEventMessage<?> at(long index) {
        TrackingToken token = new GlobalSequenceTrackingToken(index);
        Instant happened = timestamp;
        return aggregateIdentifier.equals(eventIdentifier)
                ? new GenericTrackedEventMessage<>(token, message, () -> happened)
                : new GenericTrackedDomainEventMessage<>(
                        token, type, aggregateIdentifier, sequenceNumber, message, () -> happened);
    }

    long bytes() {
        return (long) payload.getData().length + metaData.getData().length;
    }

    /** An event of no aggregate is its own aggregate of one, as Axon's own SQL storage has it. */
    static SerializedEvent of(EventMessage<?> event, Serializer serializer) {
        SerializedObject<byte[]> payload = event.serializePayload(serializer, byte[].class);
        SerializedObject<byte[]> metaData = event.serializeMetaData(serializer, byte[].class);
        String id = event.getIdentifier();
        // Without the bytes, which the published one keeps.
        Message<?> message = new GenericMessage<>(id, event.getPayload(), event.getMetaData());
        return event instanceof DomainEventMessage<?> domain
                ? new SerializedEvent(
                        domain.getType(),
                        domain.getAggregateIdentifier(),
                        domain.getSequenceNumber(),
                        id,
                        domain.getTimestamp(),
                        payload,
                        metaData,
                        message)
                : new SerializedEvent(null, id, 0, id, event.getTimestamp(), payload, metaData, message);
    }
}
