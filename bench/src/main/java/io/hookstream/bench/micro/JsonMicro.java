package io.hookstream.bench.micro;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hookstream.messages.Json;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A received event as it is written into the log, and read from it. */
@State(Scope.Benchmark)
public class JsonMicro {
    private final ObjectMapper mapper = Json.mapper();
    private final EventReceived event = Samples.received();
    private final byte[] written = written(mapper, event);

    @Benchmark
    public byte[] write() {
        return written(mapper, event);
    }

    private static byte[] written(ObjectMapper mapper, EventReceived event) {
        try {
            return mapper.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public EventReceived read() throws IOException {
        return mapper.readValue(written, EventReceived.class);
    }
}
