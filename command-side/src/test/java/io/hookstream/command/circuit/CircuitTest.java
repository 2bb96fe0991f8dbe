package io.hookstream.command.circuit;

import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitCommand.CloseCircuit;
import io.hookstream.messages.circuit.CircuitCommand.HalfOpenCircuit;
import io.hookstream.messages.circuit.CircuitCommand.OpenCircuit;
import io.hookstream.messages.circuit.CircuitCommand.ResetCircuit;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitHalfOpened;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private static final String DESTINATION = "dst_1";
    private static final String ID = CircuitCommand.id(DESTINATION);
    private static final OpenCircuit OPEN = new OpenCircuit(ID, TENANT, DESTINATION, 5, 60);
    private static final CircuitClosed CLOSED =
            new CircuitClosed(ID, TENANT, DESTINATION, CircuitEvent.PROBE_SUCCEEDED);
    private static final CircuitClosed RESET = new CircuitClosed(ID, TENANT, DESTINATION, CircuitEvent.RESET);

    private final AggregateTestFixture<Circuit> fixture = fixture(Circuit.class);

    @Test
    void opensOnce() {
        fixture.givenNoPriorActivity().when(OPEN).expectEvents(opened(1));
        expectSilence(fixture.given(opened(1)).when(OPEN));
    }

    @Test
    void opensAgainWhenTheProbeFails() {
        fixture.given(opened(1), halfOpened(1)).when(OPEN).expectEvents(opened(2));
    }

    @Test
    void opensAgainAfterItWasClosed() {
        fixture.given(opened(1), halfOpened(1), CLOSED).when(OPEN).expectEvents(opened(2));
    }

    @Test
    void letsAProbeThroughAfterTheCooldownOfThisOpening() {
        fixture.given(opened(1)).when(new HalfOpenCircuit(ID, 1)).expectEvents(halfOpened(1));
        expectSilence(fixture.given(opened(1), halfOpened(1), opened(2)).when(new HalfOpenCircuit(ID, 1)));
        expectSilence(fixture.given(opened(1), halfOpened(1)).when(new HalfOpenCircuit(ID, 1)));
        expectSilence(fixture.given(opened(1), RESET).when(new HalfOpenCircuit(ID, 1)));
    }

    @Test
    void closesWhenTheProbeSucceeds() {
        fixture.given(opened(1), halfOpened(1)).when(new CloseCircuit(ID)).expectEvents(CLOSED);
    }

    @Test
    void closesOnlyThroughAProbe() {
        expectSilence(fixture.given(opened(1)).when(new CloseCircuit(ID)));
        expectSilence(fixture.given(opened(1), halfOpened(1), CLOSED).when(new CloseCircuit(ID)));
    }

    @Test
    void aPersonResetsItHoweverItStands() {
        ResetCircuit reset = new ResetCircuit(ID, TENANT, DESTINATION);
        fixture.givenNoPriorActivity().when(reset).expectEvents(RESET).expectResultMessagePayload(0L);
        fixture.given(opened(1)).when(reset).expectEvents(RESET).expectResultMessagePayload(1L);
        fixture.given(opened(1), halfOpened(1)).when(reset).expectEvents(RESET);
    }

    @Test
    void nobodyResetsTheCircuitOfOthers() {
        ResetCircuit reset = new ResetCircuit(ID, new Tenant("org_2", "env_2"), DESTINATION);
        expectRefused(fixture.given(opened(1)).when(reset), Code.NOT_FOUND, "Destination not found");
    }

    private static CircuitOpened opened(int opening) {
        return new CircuitOpened(ID, TENANT, DESTINATION, opening, 5, 60);
    }

    private static CircuitHalfOpened halfOpened(int opening) {
        return new CircuitHalfOpened(ID, TENANT, DESTINATION, opening);
    }

    private static void expectSilence(ResultValidator<?> result) {
        result.expectNoEvents().expectSuccessfulHandlerExecution();
    }
}
