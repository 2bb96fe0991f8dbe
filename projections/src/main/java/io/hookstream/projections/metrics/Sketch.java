package io.hookstream.projections.metrics;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * How latencies are distributed, in little room: an HdrHistogram with three significant digits. Up to 2,047 ms it knows
 * each millisecond. Sketches that are added up are as one that has recorded everything.
 */
public final class Sketch {

    private static final int DIGITS = 3;

    /** Nothing takes longer; what claims to, counts as this. */
    private static final long MAX_MILLIS = 24 * 3_600_000L;

    private final Histogram histogram;

    public Sketch() {
        this(new Histogram(DIGITS));
    }

    private Sketch(Histogram histogram) {
        this.histogram = histogram;
    }

    /** @param encoded what {@link #encode} made */
    public static Sketch decode(byte[] encoded) {
        Histogram histogram = Histogram.decodeFromByteBuffer(ByteBuffer.wrap(encoded), 0);
        histogram.setAutoResize(true);
        return new Sketch(histogram);
    }

    public byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        return Arrays.copyOf(buffer.array(), histogram.encodeIntoByteBuffer(buffer));
    }

    public void record(long millis) {
        histogram.recordValue(Math.clamp(millis, 0, MAX_MILLIS));
    }

    public void add(Sketch other) {
        histogram.add(other.histogram);
    }

    /**
     * The least latency that so many percent of all do not exceed, by the nearest rank; 0 if there is none.
     *
     * @return milliseconds
     */
    public long percentile(double percent) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percent);
    }
}
