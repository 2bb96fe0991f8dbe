package io.hookstream.bench.destination;

import io.hookstream.bench.program.Api;
import io.hookstream.bench.sink.Sink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** One way to deliver. */
public interface Kind {

    /** For readers, and unique. */
    String name();

    /** The destination's type. */
    String type();

    /** What is delivered to: {@code real: …} or {@code stub: …}. */
    String remark();

    /** Why it cannot be measured on this machine; empty if it can. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** @param folder a new one of its own, which the caller deletes */
    Endpoint open(Sink sink, Api api, Path folder) throws IOException, InterruptedException;
}
