package io.hookstream.bench.sink;

import java.io.IOException;
import java.util.BitSet;

/** One place where webhooks arrive, in this process or another. */
public interface Receiver {

    /**
     * What has arrived since {@link #begin}: webhooks, repetitions of them, when the last new one came (microseconds since
     * 1970, 0 if none), and the microseconds from sending to arrival.
     */
    record Stats(long unique, long duplicates, long lastMicros, long p50, long p99, long max) {}

    /** From now on counts webhooks of this number and higher only, and anew. */
    void begin(int first) throws IOException, InterruptedException;

    /** Webhooks, each once. */
    long count() throws IOException, InterruptedException;

    Stats stats() throws IOException, InterruptedException;

    /** The numbers of the webhooks. */
    BitSet seen() throws IOException, InterruptedException;

    /** When a webhook arrived first, in microseconds since 1970; 0 if it has not. */
    long arrivedMicros(int sequence) throws IOException, InterruptedException;
}
