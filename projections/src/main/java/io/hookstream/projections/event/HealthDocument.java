package io.hookstream.projections.event;

import io.hookstream.messages.circuit.CircuitView;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** How the failures of a destination are kept, under its id. */
public final class HealthDocument {

    public static final String COLLECTION = "destination_health";

    /** Where in the log a delivery to it failed. */
    static final String FAILURES = "failures";

    /** Up to where in the log failures count no more. */
    static final String SETTLED = "settled";

    static final String LAST_FAILURE_AT = "last_failure_at";

    private HealthDocument() {}

    /**
     * How many failures count, at most {@link CircuitView#MAX_FAILURES}.
     *
     * @param document null if the destination never failed
     * @param closedPosition where in the log its circuit last closed
     */
    public static int failures(@Nullable Document document, long closedPosition) {
        return document == null
                ? 0
                : Math.min(
                        CircuitView.MAX_FAILURES,
                        failuresAfter(document, closedPosition).size());
    }

    public static @Nullable Instant lastFailureAt(@Nullable Document document) {
        return document == null ? null : document.getDate(LAST_FAILURE_AT).toInstant();
    }

    /** In the order of the log. */
    static List<Long> failuresAfter(Document document, long position) {
        long after = Math.max(position, document.getLong(SETTLED));
        return document.getList(FAILURES, Long.class).stream()
                .filter(failure -> failure > after)
                .sorted()
                .toList();
    }
}
