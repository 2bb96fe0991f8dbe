package io.hookstream.bench.scenario;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Whether a backlog grew.
 *
 * @param known false if the run was too short to tell
 * @param undelivered webhooks at the end
 * @param lag domain events at the end
 * @param undeliveredRise webhooks per second, over the second half
 * @param lagRise domain events per second, over the second half
 */
record Trend(boolean known, boolean grows, long undelivered, long lag, double undeliveredRise, double lagRise) {
    private static final int FEWEST = 4;

    /**
     * It grows if a line through the second half rises by more than what comes in within a second.
     *
     * @param perSecond webhooks that came in
     */
    static Trend of(List<Backlog.Sample> samples, double perSecond) {
        List<Backlog.Sample> half = samples.subList(samples.size() / 2, samples.size());
        if (half.isEmpty()) {
            return new Trend(false, false, 0, 0, 0, 0);
        }
        double undelivered = slope(half, Backlog.Sample::undelivered);
        double lag = slope(half, Backlog.Sample::lag);
        double span = half.getLast().seconds() - half.getFirst().seconds();
        return new Trend(
                half.size() >= FEWEST,
                Math.max(undelivered, lag) * span > perSecond,
                half.getLast().undelivered(),
                half.getLast().lag(),
                undelivered,
                lag);
    }

    /** Least squares. */
    private static double slope(List<Backlog.Sample> samples, ToDoubleFunction<Backlog.Sample> value) {
        double meanTime =
                samples.stream().mapToDouble(Backlog.Sample::seconds).average().orElse(0);
        double mean = samples.stream().mapToDouble(value).average().orElse(0);
        double over = 0;
        double under = 0;
        for (Backlog.Sample sample : samples) {
            double time = sample.seconds() - meanTime;
            over += time * (value.applyAsDouble(sample) - mean);
            under += time * time;
        }
        return under == 0 ? 0 : over / under;
    }

    String sentence() {
        if (!known) {
            return "Too short to tell whether a backlog grows.";
        }
        return String.format(
                Locale.ROOT,
                "**The backlog %s**: over the second half %+,.0f undelivered webhooks/s and %+,.0f unhandled domain"
                        + " events/s; at the end %,d and %,d.",
                grows ? "grows" : "does not grow",
                undeliveredRise,
                lagRise,
                undelivered,
                lag);
    }
}
