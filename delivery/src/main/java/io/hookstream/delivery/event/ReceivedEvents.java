package io.hookstream.delivery.event;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.delivery.connection.Envelope;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.PayloadStore;
import io.hookstream.messages.event.ReceivedRequest.Header;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Received events by their id, read from the log. An event is a fact, so a copy in memory is never stale. */
@Component
public class ReceivedEvents {

    /** What an event takes in memory besides its body and headers, in bytes. */
    private static final int OVERHEAD = 1024;

    private final EventStore log;
    private final PayloadStore payloads;
    private final DeliveryProperties properties;
    private final Cache<String, Received> recent;

    ReceivedEvents(@Lazy EventStore log, PayloadStore payloads, DeliveryProperties properties) {
        this.log = log;
        this.payloads = payloads;
        this.properties = properties;
        this.recent = Caffeine.newBuilder()
                .maximumWeight(properties.cachedEvents().toBytes())
                .weigher((String id, Received received) -> weight(received.event()))
                .build();
    }

    /** An event and when it came. */
    public record Received(EventReceived event, Instant at) {}

    /** Spares the lanes, which need it next, from reading it again. */
    public void remember(Received received) {
        recent.put(received.event().eventId(), received);
    }

    /** @throws IllegalStateException if the log has no such event */
    public Received get(String eventId) {
        return Objects.requireNonNull(recent.get(eventId, this::read));
    }

    /** The event's body, read from the payload store if it is not in the log. Blocks, bounded. */
    public byte[] body(EventReceived event) {
        byte[] inline = event.payload().inline();
        if (inline != null) {
            return inline;
        }
        ByteBuffer body = Flux.from(payloads.read(event.eventId()))
                .collect(() -> ByteBuffer.allocate(event.payload().size()), ByteBuffer::put)
                .block(properties.storeWithin());
        return Objects.requireNonNull(body).array();
    }

    /** The event as filters and transforms see it. */
    public Envelope envelope(Received received, byte[] body) {
        EventReceived event = received.event();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : event.request().headers()) {
            headers.computeIfAbsent(header.name(), name -> new ArrayList<>()).add(header.value());
        }
        return new Envelope(
                event.eventId(),
                event.request().method(),
                headers,
                event.request().query(),
                event.request().contentType(),
                Objects.requireNonNullElse(event.request().sourceIp(), ""),
                received.at(),
                body);
    }

    private Received read(String eventId) {
        return log.readEvents(eventId)
                .asStream()
                .filter(message -> message.getPayload() instanceof EventReceived)
                .map(ReceivedEvents::received)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The log has no event " + eventId));
    }

    private static Received received(DomainEventMessage<?> message) {
        return new Received((EventReceived) message.getPayload(), message.getTimestamp());
    }

    private static int weight(EventReceived event) {
        byte[] inline = event.payload().inline();
        int headers = event.request().headers().stream()
                .mapToInt(header -> 2 * (header.name().length() + header.value().length()))
                .sum();
        return OVERHEAD + headers + (inline == null ? 0 : inline.length);
    }
}
