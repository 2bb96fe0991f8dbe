package io.hookstream.bench.report;

import java.util.Locale;

/** What a figure is to reach. */
public record Target(Kind kind, double bound) {

    /** On which side of the bound. */
    public enum Kind {
        NONE,
        AT_LEAST,
        AT_MOST
    }

    public static final Target NONE = new Target(Kind.NONE, 0);

    public static Target atLeast(double bound) {
        return new Target(Kind.AT_LEAST, bound);
    }

    public static Target atMost(double bound) {
        return new Target(Kind.AT_MOST, bound);
    }

    boolean isMetBy(double value) {
        return switch (kind) {
            case NONE -> true;
            case AT_LEAST -> value >= bound;
            case AT_MOST -> value <= bound;
        };
    }

    /** Empty if there is none. */
    String show(String unit) {
        return switch (kind) {
            case NONE -> "";
            case AT_LEAST -> "≥ " + number() + unit;
            case AT_MOST -> "≤ " + number() + unit;
        };
    }

    private String number() {
        return String.format(Locale.ROOT, bound == Math.rint(bound) ? "%,.0f" : "%,.1f", bound);
    }
}
