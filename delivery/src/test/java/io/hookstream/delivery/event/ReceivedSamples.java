package io.hookstream.delivery.event;

import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.Payload;
import io.hookstream.messages.event.PayloadStore;
import io.hookstream.messages.event.ReceivedRequest;
import io.hookstream.messages.event.ReceivedRequest.Header;
import java.time.Duration;
import java.util.List;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.springframework.util.unit.DataSize;

/** Received events for tests, in a log that is in memory. */
public final class ReceivedSamples {

    private static final Tenant TENANT = new Tenant("org_1", "env_1");

    private ReceivedSamples() {}

    public static EventReceived event(String id, Payload payload) {
        ReceivedRequest request = new ReceivedRequest(
                "POST",
                "a=1",
                List.of(new Header("X-Many", "one"), new Header("X-Many", "two")),
                "text/plain",
                "192.0.2.7");
        return new EventReceived(id, TENANT, "src_1", request, payload);
    }

    public static EventStore log(EventReceived... events) {
        EventStore log = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine())
                .build();
        for (EventReceived event : events) {
            log.publish(new GenericDomainEventMessage<>("InboundEvent", event.eventId(), 0, event));
        }
        return log;
    }

    public static ReceivedEvents holding(PayloadStore payloads, EventReceived... events) {
        return new ReceivedEvents(
                log(events), payloads, new DeliveryProperties(1000, DataSize.ofMegabytes(1), Duration.ofSeconds(5)));
    }
}
