package io.hookstream.query.metrics;

import io.hookstream.messages.metrics.Grain;
import io.hookstream.messages.metrics.MetricsQuery.Range;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A part of a range that is counted in one way. Together the parts of a range are the range, and none overlap. */
sealed interface Piece {

    /** How far back a bound may be within an hour. */
    Duration TO_THE_MILLISECOND = Duration.ofDays(2);

    /** Whole buckets. */
    record Buckets(Grain grain, Instant from, Instant until) implements Piece {}

    /** Part of one minute. */
    record Cut(Instant from, Instant until) implements Piece {

        Instant minute() {
            return Grain.MINUTE.floor(from);
        }
    }

    /**
     * The largest buckets that fit, then smaller ones on both sides, and at last what a bound leaves of a minute. Bounds
     * that are older than 48 hours are moved to the hours around them; what is still going on is taken whole.
     */
    static List<Piece> of(Range range) {
        Instant fine = Grain.HOUR.floor(range.at().minus(TO_THE_MILLISECOND));
        Instant from = range.from().isBefore(fine) ? Grain.HOUR.floor(range.from()) : range.from();
        Instant until = range.until();
        if (!until.isBefore(range.at())) {
            until = range.grain().ceil(until);
        } else if (until.isBefore(fine)) {
            until = Grain.HOUR.ceil(until);
        }
        List<Piece> pieces = new ArrayList<>();
        add(pieces, range.grain(), from, until);
        return pieces;
    }

    private static void add(List<Piece> pieces, Grain grain, Instant from, Instant until) {
        if (!from.isBefore(until)) {
            return;
        }
        Instant first = grain.ceil(from);
        Instant last = grain.floor(until);
        if (first.isAfter(last)) {
            addFiner(pieces, grain, from, until);
            return;
        }
        addFiner(pieces, grain, from, first);
        if (first.isBefore(last)) {
            pieces.add(new Buckets(grain, first, last));
        }
        addFiner(pieces, grain, last, until);
    }

    private static void addFiner(List<Piece> pieces, Grain grain, Instant from, Instant until) {
        switch (grain) {
            case DAY -> add(pieces, Grain.HOUR, from, until);
            case HOUR -> add(pieces, Grain.MINUTE, from, until);
            case MINUTE -> {
                if (from.isBefore(until)) {
                    pieces.add(new Cut(from, until));
                }
            }
        }
    }
}
