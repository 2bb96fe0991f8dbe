package io.hookstream.embedded;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;

/** What the event log's tests have in common. */
final class EventLogs {

    private EventLogs() {}

    record Happened(@JsonProperty("text") String text) {}

    static SqliteEventStorageEngine open(Path file) {
        Serializer serializer = JacksonSerializer.defaultSerializer();
        return SqliteEventStorageEngine.open(file, serializer, serializer, NoOpEventUpcaster.INSTANCE);
    }

    static DomainEventMessage<Happened> event(String aggregate, long sequence) {
        return event(aggregate, sequence, aggregate + "#" + sequence);
    }

    static DomainEventMessage<Happened> event(String aggregate, long sequence, String text) {
        return new GenericDomainEventMessage<>("Thing", aggregate, sequence, new Happened(text));
    }

    static List<DomainEventMessage<Happened>> events(String aggregate, int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> event(aggregate, i)).toList();
    }
}
