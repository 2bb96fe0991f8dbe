package io.hookstream.bench.documents;

import java.util.Locale;

/** What is told of each store, and what the embedded one is to reach. */
enum Figure {
    INSERT_ONE("bulk insert, 1 connection", "/s", Target.AT_LEAST, 15_000),
    INSERT_FOUR("bulk insert, 4 connections", "/s", Target.AT_LEAST, 15_000),
    UPDATE("bulk update by id", "/s", Target.AT_LEAST, 12_000),
    GET("get by id, 1 connection", "/s", Target.AT_LEAST, 6_000),
    GET_P50("get by id, p50", " ms", Target.NONE, 0),
    GET_P99("get by id, p99", " ms", Target.NONE, 0),
    LIST_P50("list of 50 by organization, source and time, p50", " ms", Target.AT_MOST, 5),
    LIST_P99("list of 50 by organization, source and time, p99", " ms", Target.AT_MOST, 5),
    OPEN("open until the first answer", " ms", Target.AT_MOST, 1_000),
    FILE("files, of the data's size", "x", Target.AT_MOST, 3),
    HEAP_LIMIT("heap it was given (-Xmx)", " MiB", Target.AT_MOST, 256),
    HEAP_PEAK("most that a collection left there, old garbage included", " MiB", Target.NONE, 0),
    HEAP_USED("in use there at the end", " MiB", Target.NONE, 0),
    RESIDENT("most memory of the process, heap and all", " MiB", Target.NONE, 0);

    private enum Target {
        AT_LEAST(">= "),
        AT_MOST("<= "),
        NONE("");

        private final String sign;

        Target(String sign) {
            this.sign = sign;
        }
    }

    private final String title;
    private final String unit;
    private final Target target;
    private final double bound;

    Figure(String title, String unit, Target target, double bound) {
        this.title = title;
        this.unit = unit;
        this.target = target;
        this.bound = bound;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit.strip();
    }

    /** Its name in JSON. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean hasTarget() {
        return target != Target.NONE;
    }

    /** Empty if there is none. */
    String target() {
        return switch (target) {
            case AT_LEAST, AT_MOST -> target.sign + String.format(Locale.ROOT, "%,.0f", bound) + unit;
            case NONE -> "";
        };
    }

    boolean isMetBy(double value) {
        return switch (target) {
            case AT_LEAST -> value >= bound;
            case AT_MOST -> value <= bound;
            case NONE -> true;
        };
    }

    /** A value with its unit. */
    String show(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%,.2f" : "%,.0f", value) + unit;
    }
}
