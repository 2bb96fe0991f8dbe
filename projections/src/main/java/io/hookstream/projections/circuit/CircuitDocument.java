package io.hookstream.projections.circuit;

import io.hookstream.messages.circuit.CircuitState;
import io.hookstream.messages.circuit.CircuitView.Transition;
import io.hookstream.projections.ResourceDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** How a destination's circuit is kept, under the destination's id. */
public final class CircuitDocument {

    public static final String COLLECTION = "circuits";
    static final String STATE = "state";
    static final String VERSION = "version";
    static final String OPENED_AT = "opened_at";
    static final String PROBE_AT = "probe_at";
    static final String LAST_TRANSITION_AT = "last_transition_at";
    static final String CLOSED_POSITION = "closed_position";
    static final String HISTORY = "history";

    private CircuitDocument() {}

    /** @param document null before anything happened to the circuit */
    public static String state(@Nullable Document document) {
        return document == null ? CircuitState.CLOSED : document.getString(STATE);
    }

    /** The number of the last domain event that is in it, -1 if there is none. */
    public static long version(@Nullable Document document) {
        return document == null ? -1 : document.getLong(VERSION);
    }

    /** Where in the log it last closed: what failed before counts no more. -1 if it never did. */
    public static long closedPosition(@Nullable Document document) {
        return document == null ? -1 : Objects.requireNonNullElse(document.getLong(CLOSED_POSITION), -1L);
    }

    public static @Nullable Instant openedAt(@Nullable Document document) {
        return ResourceDocument.instant(document, OPENED_AT);
    }

    public static @Nullable Instant probeAt(@Nullable Document document) {
        return ResourceDocument.instant(document, PROBE_AT);
    }

    public static @Nullable Instant lastTransitionAt(@Nullable Document document) {
        return ResourceDocument.instant(document, LAST_TRANSITION_AT);
    }

    /** The newest first. */
    public static List<Transition> history(@Nullable Document document) {
        return entries(document).stream()
                .map(entry -> new Transition(
                        entry.getString("state"),
                        entry.getDate("at").toInstant(),
                        entry.getString("reason"),
                        entry.getInteger("failures")))
                .toList();
    }

    static Document entry(Transition transition) {
        return new Document("state", transition.state())
                .append("at", Date.from(transition.at()))
                .append("reason", transition.reason())
                .append("failures", transition.failures());
    }

    static List<Document> entries(@Nullable Document document) {
        return document == null ? List.of() : new ArrayList<>(document.getList(HISTORY, Document.class));
    }
}
