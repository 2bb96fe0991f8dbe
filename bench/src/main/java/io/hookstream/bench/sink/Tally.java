package io.hookstream.bench.sink;

import io.hookstream.bench.load.Latencies;
import io.hookstream.bench.load.Payload;
import java.util.Arrays;
import java.util.BitSet;

/** Counts what arrives at one place. Safe for use by several threads. */
public final class Tally implements Receiver {
    private final Latencies latencies = new Latencies();
    private BitSet seen = new BitSet();
    /** When each arrived, by its number less {@link #first}. */
    private long[] arrivals = new long[1 << 12];

    private int first;
    private long unique;
    private long duplicates;
    private long lastMicros;

    /** Notes the webhook whose mark is in there. What has no mark, or one from before the beginning, is none of ours. */
    public void note(byte[] bytes) {
        int at = Payload.find(bytes);
        if (at >= 0) {
            note(Payload.sequence(bytes, at), Payload.sentMicros(bytes, at), Payload.nowMicros());
        }
    }

    synchronized void note(int sequence, long sentMicros, long now) {
        int index = sequence - first;
        if (index < 0) {
            return;
        }
        if (seen.get(sequence)) {
            duplicates++;
            return;
        }
        seen.set(sequence);
        if (index >= arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, Math.max(index + 1, arrivals.length * 2));
        }
        arrivals[index] = now;
        unique++;
        lastMicros = now;
        latencies.add(now - sentMicros);
    }

    @Override
    public synchronized void begin(int from) {
        first = from;
        seen = new BitSet();
        latencies.clear();
        Arrays.fill(arrivals, 0);
        unique = 0;
        duplicates = 0;
        lastMicros = 0;
    }

    @Override
    public synchronized long count() {
        return unique;
    }

    @Override
    public synchronized Stats stats() {
        return new Stats(
                unique,
                duplicates,
                lastMicros,
                latencies.percentile(50),
                latencies.percentile(99),
                latencies.percentile(100));
    }

    @Override
    public synchronized BitSet seen() {
        return (BitSet) seen.clone();
    }

    @Override
    public synchronized long arrivedMicros(int sequence) {
        int index = sequence - first;
        return index < 0 || index >= arrivals.length ? 0 : arrivals[index];
    }
}
