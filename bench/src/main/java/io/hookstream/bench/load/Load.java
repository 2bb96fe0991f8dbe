package io.hookstream.bench.load;

import java.util.BitSet;
import java.util.Map;

/**
 * What is sent.
 *
 * @param clients connections, with one webhook at a time on each
 * @param perSecond webhooks; 0 for as many as are answered
 * @param size of a body, in bytes
 * @param seconds after which nothing more is sent
 * @param count of webhooks after which nothing more is sent
 */
public record Load(int clients, int perSecond, int size, int seconds, int count) {
    private static final int DAY = 86_400;

    /** For so many seconds, however many that are. */
    public Load(int clients, int perSecond, int size, int seconds) {
        this(clients, perSecond, size, seconds, Integer.MAX_VALUE);
    }

    /** So many webhooks, however long that takes. */
    public static Load ofCount(int clients, int size, int count) {
        return new Load(clients, 0, size, DAY, count);
    }

    /**
     * What came of it. Times are in microseconds.
     *
     * @param acknowledged the numbers of the webhooks that were answered 2xx
     * @param lastAnswerMicros since 1970, when the last of those answers came
     * @param latencies from when a webhook was due until it was acknowledged
     * @param failures how many times what went wrong: a status, or an exception
     * @param next the number that the next run begins with
     */
    public record Sent(
            BitSet acknowledged,
            long startMicros,
            long lastAnswerMicros,
            Latencies latencies,
            Map<String, Integer> failures,
            int next) {

        public int count() {
            return acknowledged.cardinality();
        }

        /** Acknowledged webhooks per second. */
        public double rate() {
            return lastAnswerMicros <= startMicros ? 0 : count() * 1e6 / (lastAnswerMicros - startMicros);
        }
    }
}
