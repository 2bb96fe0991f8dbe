package io.hookstream.bench.documents;

import io.hookstream.bench.load.Latencies;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Adds up the timed parts of a phase, which leave out what the client prepares and compares. */
final class Stopwatch {
    private static final double MICROS_PER_MS = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Latencies latencies = new Latencies();
    private final long createdNanos = System.nanoTime();
    private final long limitNanos;
    private long startedNanos;
    private long timedNanos;
    private boolean running;

    /** A stopwatch that runs out after so many timed seconds. */
    Stopwatch(long limitSeconds) {
        this.limitNanos = TimeUnit.SECONDS.toNanos(limitSeconds);
    }

    synchronized void start() {
        startedNanos = System.nanoTime();
        running = true;
    }

    synchronized void stop() {
        timedNanos += System.nanoTime() - startedNanos;
        running = false;
    }

    synchronized boolean isOver() {
        return timedNanos + (running ? System.nanoTime() - startedNanos : 0) >= limitNanos;
    }

    /** Makes a call and notes its latency. */
    <T> T call(Supplier<T> call) {
        long before = System.nanoTime();
        T answer = call.get();
        note(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before));
        return answer;
    }

    private synchronized void note(long micros) {
        latencies.add(micros);
    }

    synchronized Phase phase(String name, long operations, long planned) {
        return new Phase(
                name,
                operations,
                planned,
                timedNanos / NANOS_PER_SECOND,
                (System.nanoTime() - createdNanos) / NANOS_PER_SECOND,
                latencies.percentile(50) / MICROS_PER_MS,
                latencies.percentile(99) / MICROS_PER_MS);
    }
}
