package io.hookstream.bench.report;

import java.util.List;
import java.util.Locale;

/**
 * One thing that was measured.
 *
 * @param key its name in JSON
 * @param unit with the space that comes before it, if one does
 */
public record Figure(String key, String title, String unit, double value, Target target) {
    /** Keys of what must not happen once in however many runs. */
    private static final List<String> COUNTED = List.of("lost", "duplicates", "failures");

    public Figure(String key, String title, String unit, double value) {
        this(key, title, unit, value, Target.NONE);
    }

    public static Figure rate(String key, String title, double perSecond) {
        return new Figure(key, title, "/s", perSecond);
    }

    public static Figure millis(String key, String title, double millis) {
        return new Figure(key, title, " ms", millis);
    }

    public static Figure millis(String key, String title, long millis) {
        return millis(key, title, (double) millis);
    }

    public static Figure mib(String key, String title, double mib) {
        return new Figure(key, title, " MiB", mib);
    }

    public static Figure mib(String key, String title, long mib) {
        return mib(key, title, (double) mib);
    }

    public static Figure count(String key, String title, long count) {
        return new Figure(key, title, "", (double) count);
    }

    public Figure with(Target other) {
        return new Figure(key, title, unit, value, other);
    }

    public boolean isMet() {
        return target.isMetBy(value);
    }

    /** The same figure of several runs as one: the median, but the sum of what is counted. */
    static Figure fold(List<Figure> runs) {
        Figure first = runs.getFirst();
        double[] sorted = runs.stream().mapToDouble(Figure::value).sorted().toArray();
        double folded = COUNTED.contains(first.key)
                ? runs.stream().mapToDouble(Figure::value).sum()
                : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return new Figure(first.key, first.title, first.unit, folded, first.target);
    }

    /** The value with its unit; a share in percent is a unit like others. */
    String show() {
        return show(value) + unit;
    }

    static String show(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
    }
}
