package io.hookstream.bench.load;

import java.util.Arrays;

/** Every latency of a run, in microseconds: exact percentiles, and some megabytes at most. */
public final class Latencies {
    private long[] values = new long[1 << 16];
    private int size;

    public void add(long micros) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = micros;
    }

    public void clear() {
        size = 0;
    }

    public int count() {
        return size;
    }

    /**
     * The smallest value that {@code percent} of all do not exceed; 0 if there are none.
     *
     * @param percent above 0, at most 100
     */
    public long percentile(double percent) {
        if (size == 0) {
            return 0;
        }
        Arrays.sort(values, 0, size);
        return values[(int) Math.ceil(percent / 100 * size) - 1];
    }
}
