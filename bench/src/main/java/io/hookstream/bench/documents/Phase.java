package io.hookstream.bench.documents;

import java.util.Locale;

/**
 * What one kind of work took.
 *
 * @param planned how many operations there would have been, had there been time for them
 * @param seconds the timed ones
 * @param wholeSeconds with what the client prepared and compared in between
 * @param p50 of a call, in milliseconds; a call of bulk work is a batch
 */
record Phase(String name, long operations, long planned, double seconds, double wholeSeconds, double p50, double p99) {

    double perSecond() {
        return seconds <= 0 ? 0 : operations / seconds;
    }

    boolean isCutShort() {
        return operations < planned;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s: %,d in %.1f s, %,.0f/s, p50 %.2f ms, p99 %.2f ms%s",
                name,
                operations,
                seconds,
                perSecond(),
                p50,
                p99,
                isCutShort() ? String.format(Locale.ROOT, " (time was up; planned: %,d)", planned) : "");
    }
}
