package io.hookstream.sagas.circuit;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitCommand.HalfOpenCircuit;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.destination.DestinationEvent.DestinationDeleted;
import io.hookstream.sagas.SagaFixtures;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.test.saga.SagaTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CircuitBreakerSagaTest {

    private static final Tenant TENANT = new Tenant("org_1", "env_1");
    private static final String ID = CircuitCommand.id("dst_1");
    private static final Duration COOLDOWN = Duration.ofSeconds(60);

    private final SagaTestFixture<CircuitBreakerSaga> fixture = SagaFixtures.of(CircuitBreakerSaga.class);

    @BeforeEach
    void setTheClock() {
        fixture.givenCurrentTime(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Test
    void startsWhenTheCircuitOpensAndWaitsForTheCooldown() {
        fixture.givenNoPriorActivity()
                .whenPublishingA(opened(1))
                .expectActiveSagas(1)
                .expectScheduledDeadline(COOLDOWN, new CircuitBreakerSaga.CooldownOver(ID, 1))
                .expectDispatchedCommands();
    }

    @Test
    void asksForAProbeAfterTheCooldown() {
        fixture.givenAPublished(opened(1))
                .whenTimeElapses(COOLDOWN)
                .expectDispatchedCommands(new HalfOpenCircuit(ID, 1))
                .expectActiveSagas(1);
    }

    @Test
    void waitsAgainWhenTheProbeFails() throws Exception {
        fixture.givenAPublished(opened(1))
                .andThenTimeElapses(COOLDOWN)
                .whenPublishingA(opened(2))
                .expectActiveSagas(1)
                .expectScheduledDeadline(COOLDOWN, new CircuitBreakerSaga.CooldownOver(ID, 2));
    }

    @Test
    void endsWhenTheCircuitCloses() {
        fixture.givenAPublished(opened(1))
                .whenPublishingA(new CircuitClosed(ID, TENANT, "dst_1", CircuitEvent.RESET))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines();
    }

    @Test
    void endsWhenTheDestinationIsDeleted() {
        fixture.givenAPublished(opened(1))
                .whenPublishingA(new DestinationDeleted("dst_1", TENANT))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines();
    }

    private static CircuitOpened opened(int opening) {
        return new CircuitOpened(ID, TENANT, "dst_1", opening, 5, 60);
    }
}
