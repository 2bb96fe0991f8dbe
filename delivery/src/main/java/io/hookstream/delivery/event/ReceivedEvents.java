package io.hookstream.delivery.event;

import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.delivery.connection.Envelope;
import io.hookstream.messages.RecentlyUsed;
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
    private final RecentlyUsed<String, Received> recent;

    ReceivedEvents(@Lazy EventStore log, PayloadStore payloads, DeliveryProperties properties) {
        this.log = log;
        this.payloads = payloads;
        this.properties = properties;
        this.recent = new RecentlyUsed<>(properties.cachedEvents().toBytes(), received -> weight(received.event()));
    }

    /** An event and when it came. */
    public record Received(EventReceived event, Instant at) {}

    /** Spares the lanes, which need it next, from reading it again. */
    public void remember(Received received) {
        recent.put(received.event().eventId(), received);
    }

    /** @throws UnreadableEventException if the log has no such event */
    public Received get(String eventId) {
        return recent.get(eventId, this::read);
    }

    /**
     * The event's body, read from the payload store if it is not in the log. Blocks, bounded.
     *
     * @throws UnreadableEventException if what the store holds is not as long as the event says
     */
    public byte[] body(EventReceived event) {
        byte[] inline = event.payload().inline();
        if (inline != null) {
            return inline;
        }
        byte[] body = new byte[event.payload().size()];
        Integer length = Flux.from(payloads.read(event.eventId()))
                .reduce(0, (offset, chunk) -> offset + copy(chunk, body, offset))
                .block(properties.storeWithin());
        if (!Objects.equals(length, body.length)) {
            throw new UnreadableEventException(
                    "the stored payload of " + event.eventId() + " has " + length + " bytes instead of " + body.length);
        }
        return body;
    }

    /** How many bytes there are, also if not all of them fit. */
    private static int copy(ByteBuffer chunk, byte[] body, int offset) {
        int size = chunk.remaining();
        if (offset + size <= body.length) {
            chunk.get(body, offset, size);
        }
        return size;
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
                .orElseThrow(() -> new UnreadableEventException("the log has no event " + eventId));
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
