package io.hookstream.projections.circuit;

import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Revision;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitHalfOpened;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.circuit.CircuitQuery.FindCircuit;
import io.hookstream.messages.circuit.CircuitState;
import io.hookstream.messages.circuit.CircuitView;
import io.hookstream.messages.circuit.CircuitView.Transition;
import io.hookstream.projections.WithProjections;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class CircuitProjectionIT extends WithProjections {

    private static final String ID = CircuitCommand.id(DESTINATION);
    private static final CircuitHalfOpened HALF_OPENED = new CircuitHalfOpened(ID, TENANT, DESTINATION, 1);
    private static final CircuitClosed CLOSED =
            new CircuitClosed(ID, TENANT, DESTINATION, CircuitEvent.PROBE_SUCCEEDED);
    private static final CircuitClosed RESET = new CircuitClosed(ID, TENANT, DESTINATION, CircuitEvent.RESET);

    private static CircuitOpened opened(int opening, int failures) {
        return new CircuitOpened(ID, TENANT, DESTINATION, opening, failures, 60);
    }

    /** The events of a test come a second after one another. */
    private static Instant at(int second) {
        return Instant.parse("2026-01-02T03:04:05.678Z").plusSeconds(second);
    }

    private Document document() {
        return projections.document(CircuitDocument.COLLECTION, DESTINATION);
    }

    @Test
    void anOpenCircuitSaysWhenItsProbeIsDue() {
        projections.project(opened(1, 5));
        assertThat(CircuitDocument.state(document())).isEqualTo(CircuitState.OPEN);
        assertThat(CircuitDocument.openedAt(document())).isEqualTo(at(0));
        assertThat(CircuitDocument.probeAt(document())).isEqualTo(at(60));
        assertThat(CircuitDocument.lastTransitionAt(document())).isEqualTo(at(0));
        assertThat(CircuitDocument.closedPosition(document())).isEqualTo(-1);
    }

    @Test
    void whileItIsHalfOpenItHasOpenedAndNoProbeIsDue() {
        projections.project(opened(1, 5), HALF_OPENED);
        assertThat(CircuitDocument.state(document())).isEqualTo(CircuitState.HALF_OPEN);
        assertThat(CircuitDocument.openedAt(document())).isEqualTo(at(0));
        assertThat(CircuitDocument.probeAt(document())).isNull();
    }

    @Test
    void theHistorySaysWhyTheNewestFirst() {
        projections.project(opened(1, 5), HALF_OPENED, opened(2, 6), RESET);
        assertThat(CircuitDocument.history(document()))
                .containsExactly(
                        new Transition(CircuitState.CLOSED, at(3), CircuitEvent.RESET, null),
                        new Transition(CircuitState.OPEN, at(2), CircuitView.PROBE_FAILED, 6),
                        new Transition(CircuitState.HALF_OPEN, at(1), CircuitView.COOLDOWN_OVER, null),
                        new Transition(CircuitState.OPEN, at(0), CircuitView.TOO_MANY_FAILURES, 5));
        assertThat(CircuitDocument.openedAt(document())).isNull();
        assertThat(CircuitDocument.closedPosition(document())).isNotNegative();
    }

    @Test
    void aResetOfAClosedCircuitIsNoTransition() {
        projections.project(opened(1, 5), HALF_OPENED, CLOSED, RESET);
        assertThat(CircuitDocument.lastTransitionAt(document())).isEqualTo(at(2));
        assertThat(CircuitDocument.history(document()))
                .extracting(Transition::reason)
                .startsWith(CircuitEvent.RESET, CircuitEvent.PROBE_SUCCEEDED);
    }

    @Test
    void theHistoryIsBounded() {
        projections.project(IntStream.rangeClosed(1, CircuitView.MAX_HISTORY + 10)
                .mapToObj(opening -> opened(opening, 5))
                .toArray(CircuitOpened[]::new));
        assertThat(CircuitDocument.history(document())).hasSize(CircuitView.MAX_HISTORY);
        assertThat(CircuitDocument.history(document()).getFirst().at()).isEqualTo(at(CircuitView.MAX_HISTORY + 9));
    }

    @Test
    void tellsThoseWhoWaitForThisCircuit() {
        List<Revision> seen = new ArrayList<>();
        try (var query = projections
                .queries()
                .subscriptionQuery(new FindCircuit(DESTINATION, TENANT), CircuitView.class, Revision.class)) {
            projections.append(
                    new CircuitClosed(CircuitCommand.id("dst_other"), TENANT, "dst_other", CircuitEvent.RESET),
                    opened(1, 5),
                    RESET);
            query.updates()
                    .doOnNext(seen::add)
                    .takeUntil(revision -> revision.version() == 1)
                    .blockLast(Duration.ofSeconds(30));
        }
        assertThat(seen).extracting(Revision::version).containsExactly(0L, 1L);
    }
}
