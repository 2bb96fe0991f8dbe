package io.hookstream.query.circuit;

import static io.hookstream.query.Samples.DESTINATION;
import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.destinationCreated;
import static io.hookstream.query.Samples.failed;
import static io.hookstream.query.Samples.failure;
import static io.hookstream.query.Samples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.circuit.CircuitQuery.FindCircuit;
import io.hookstream.messages.circuit.CircuitState;
import io.hookstream.messages.circuit.CircuitView;
import io.hookstream.messages.circuit.CircuitView.Transition;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.query.WithReadModels;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CircuitQueryHandlerIT extends WithReadModels {

    private static final String ID = CircuitCommand.id(DESTINATION);
    private static final String TIME = "2026-01-02T03:04:05Z";

    @BeforeEach
    void create() {
        models.write(destinationCreated(DESTINATION));
    }

    private CircuitView find(Tenant tenant) {
        return models.ask(new FindCircuit(DESTINATION, tenant), CircuitView.class);
    }

    @Test
    void aDestinationWithoutACircuitIsClosed() {
        assertThat(find(TENANT))
                .isEqualTo(new CircuitView(
                        DESTINATION,
                        TENANT,
                        new Revision(-1, false, TIME, TIME),
                        CircuitState.CLOSED,
                        0,
                        null,
                        null,
                        null,
                        null,
                        List.of()));
    }

    @Test
    void anOpenCircuitIsShownWithItsFailures() {
        models.write(
                failed("evt_1", "da_1"), failed("evt_2", "da_2"), new CircuitOpened(ID, TENANT, DESTINATION, 1, 2, 60));
        Instant at = Instant.parse(TIME);
        assertThat(find(TENANT))
                .isEqualTo(new CircuitView(
                        DESTINATION,
                        TENANT,
                        new Revision(0, false, TIME, TIME),
                        CircuitState.OPEN,
                        2,
                        failure("da_2").endedAt(),
                        at,
                        at,
                        at.plusSeconds(60),
                        List.of(new Transition(CircuitState.OPEN, at, CircuitView.TOO_MANY_FAILURES, 2))));
    }

    @Test
    void aResetForgetsTheFailuresBeforeItAndNoneAfterIt() {
        models.write(failed("evt_1", "da_1"), failed("evt_2", "da_2"));
        models.write(new CircuitClosed(ID, TENANT, DESTINATION, CircuitEvent.RESET));
        assertThat(find(TENANT).failureCount()).isZero();
        models.write(failed("evt_3", "da_3"));
        assertThat(find(TENANT).failureCount()).isEqualTo(1);
        models.write(succeeded("evt_4", "da_4"));
        assertThat(find(TENANT).failureCount()).isZero();
        assertThat(find(TENANT).lastFailureAt()).isEqualTo(failure("da_3").endedAt());
    }

    @Test
    void nobodySeesTheCircuitOfOthersNorOfWhatIsDeleted() {
        models.write(new CircuitOpened(ID, TENANT, DESTINATION, 1, 5, 60));
        assertThat(find(STRANGER)).isNull();
        assertThat(find(SIBLING)).isNull();
        assertThat(models.ask(new FindCircuit("dst_none", TENANT), CircuitView.class))
                .isNull();
        models.write(new DestinationDeleted(DESTINATION, TENANT));
        assertThat(find(TENANT)).isNull();
    }
}
