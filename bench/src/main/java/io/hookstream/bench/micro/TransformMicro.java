package io.hookstream.bench.micro;

import io.hookstream.delivery.connection.DashjoinTransformEngine;
import io.hookstream.delivery.connection.TransformResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A connection's JSONata transform, with parsing the body, the way to the engine's threads and back, and writing the result. */
@State(Scope.Benchmark)
public class TransformMicro {
    private static final String EXPRESSION =
            "{\"order\": data.id, \"total\": data.amount / 100, \"currency\": $uppercase(data.currency), \"event\": event_id}";

    private final byte[] body = Samples.body();
    private final DashjoinTransformEngine engine = new DashjoinTransformEngine();

    /** An expression that fails would be measured as a fast one. */
    @Setup(Level.Trial)
    public void check() {
        TransformResult result = transform();
        if (!(result instanceof TransformResult.Produced)) {
            throw new IllegalStateException(result.toString());
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        engine.close();
    }

    @Benchmark
    public TransformResult transform() {
        return engine.transform(EXPRESSION, Samples.envelope(body));
    }
}
