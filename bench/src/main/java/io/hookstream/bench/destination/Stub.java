package io.hookstream.bench.destination;

import io.hookstream.bench.program.Api;
import io.hookstream.bench.sink.Dialect;
import io.hookstream.bench.sink.Receiver;
import io.hookstream.bench.sink.Sink;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** A port of the sink that answers as the service does. */
record Stub(String name, String type, String remark, Dialect dialect, Function<String, Map<String, ?>> configFor)
        implements Kind {

    private record Open(Map<String, ?> config, Receiver receiver) implements Endpoint {

        @Override
        public void close() {
            // The sink goes on.
        }
    }

    @Override
    public Endpoint open(Sink sink, Api api, Path folder) {
        boolean places = dialect == Dialect.HTTP;
        String url = places ? sink.url(name) : sink.url(dialect);
        return new Open(configFor.apply(url), sink.at(places ? name : dialect.label()));
    }
}
