package io.hookstream.bench.destination;

import io.hookstream.bench.sink.Receiver;
import java.util.Map;

/** Something that a destination delivers to, until it is closed. */
public interface Endpoint extends AutoCloseable {

    /** Of a destination that delivers here. */
    Map<String, ?> config();

    /** What has arrived. */
    Receiver receiver();

    @Override
    void close();
}
