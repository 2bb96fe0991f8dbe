package io.hookstream.delivery.lane;

import static io.hookstream.delivery.lane.LaneSamples.DESTINATION;
import static io.hookstream.delivery.lane.LaneSamples.deliveries;
import static io.hookstream.delivery.lane.LaneSamples.delivery;
import static io.hookstream.delivery.lane.LaneSamples.failure;
import static io.hookstream.delivery.lane.LaneSamples.fragile;
import static io.hookstream.delivery.lane.LaneSamples.inOrder;
import static io.hookstream.delivery.lane.LaneSamples.limited;
import static io.hookstream.delivery.lane.LaneSamples.positions;
import static io.hookstream.delivery.lane.LaneSamples.small;
import static io.hookstream.delivery.lane.LaneSamples.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.circuit.CircuitCommand.CloseCircuit;
import io.hookstream.messages.circuit.CircuitCommand.OpenCircuit;
import io.hookstream.messages.circuit.CircuitState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A lane whose destination fails, keeps the order, or limits the rate. */
class LaneCircuitTest {

    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final LaneFakes.Store store = new LaneFakes.Store();
    private final LaneFakes.Attempts attempts = new LaneFakes.Attempts();
    private final LaneFakes.Commands commands = new LaneFakes.Commands();
    private final Courier courier =
            new Courier(attempts, LaneFakes.noHistory(), commands.gateway(), Clock.systemUTC(), small());
    private final Lane lane = new Lane(DESTINATION, store, courier, small());

    private void start(LaneStore.Destination destination, int deliveries) {
        store.save(DESTINATION, destination);
        store.queue(deliveries(1, deliveries + 1));
        lane.start();
    }

    private void staysAt(List<Long> positions) {
        await().during(A_WHILE)
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(attempts.sent).containsExactlyInAnyOrderElementsOf(positions));
    }

    private void failing(long... positions) {
        List<Long> failing = java.util.Arrays.stream(positions).boxed().toList();
        attempts.result = delivery -> Mono.just(failing.contains(delivery.position()) ? failure() : success());
    }

    private void move(String state) {
        lane.moved(new Circuit(state, 0, 100));
    }

    @Test
    void notOneMoreIsSentAfterTheFailureThatOpensTheCircuit() {
        attempts.result = delivery -> Mono.just(failure());
        start(fragile(1), 8);
        staysAt(positions(1, 4));
        await().untilAsserted(() -> assertThat(commands.sent(OpenCircuit.class))
                .containsExactly(new OpenCircuit("circuit_dst_1", LaneSamples.TENANT, DESTINATION, 3, 60)));
    }

    @Test
    void aSuccessBetweenFailuresKeepsItClosed() {
        failing(1, 2, 4, 5);
        start(fragile(1), 6);
        staysAt(positions(1, 7));
        assertThat(commands.sent(OpenCircuit.class)).isEmpty();
    }

    @Test
    void aHalfOpenCircuitSendsOneAndClosesWhenItSucceeds() {
        store.circuits.put(DESTINATION, new Circuit(CircuitState.OPEN, 3, 50));
        start(fragile(16), 4);
        staysAt(List.of());
        move(CircuitState.HALF_OPEN);
        staysAt(positions(1, 2));
        await().untilAsserted(() ->
                assertThat(commands.sent(CloseCircuit.class)).containsExactly(new CloseCircuit("circuit_dst_1")));
        move(CircuitState.CLOSED);
        staysAt(positions(1, 5));
    }

    @Test
    void aHalfOpenCircuitOpensAgainWhenTheProbeFails() {
        failing(1);
        store.circuits.put(DESTINATION, new Circuit(CircuitState.HALF_OPEN, 3, 50));
        start(fragile(16), 4);
        staysAt(positions(1, 2));
        await().untilAsserted(() -> assertThat(commands.sent(OpenCircuit.class)).hasSize(1));
        move(CircuitState.OPEN);
        staysAt(positions(1, 2));
        move(CircuitState.HALF_OPEN);
        staysAt(positions(1, 3));
    }

    @Test
    void failuresBeforeARestartCount() {
        store.circuits.put(DESTINATION, new Circuit(CircuitState.CLOSED, 2, 50));
        failing(1);
        start(fragile(1), 4);
        staysAt(positions(1, 2));
        await().untilAsserted(() -> assertThat(commands.sent(OpenCircuit.class)).hasSize(1));
    }

    @Test
    void aRestartBeforeTheCircuitWasOpenedOpensIt() {
        store.circuits.put(DESTINATION, new Circuit(CircuitState.CLOSED, 3, 50));
        start(fragile(1), 4);
        await().untilAsserted(() -> assertThat(commands.sent(OpenCircuit.class)).hasSize(1));
        staysAt(List.of());
    }

    @Test
    void aFailedTransformIsNoFailureOfTheDestination() {
        attempts.result = delivery -> Mono.just(failure("transform_error"));
        start(fragile(1), 8);
        staysAt(positions(1, 9));
        assertThat(commands.sent(OpenCircuit.class)).isEmpty();
    }

    @Test
    void inOrderAFailureHoldsThoseBehindItUntilItIsTriedAgain() {
        failing(2);
        start(inOrder(), 4);
        staysAt(positions(1, 3));
        failing();
        lane.offer(new QueuedDelivery(delivery(2).target(), LaneSamples.event(2), 90, 2));
        staysAt(List.of(1L, 2L, 90L, 3L, 4L));
    }

    @Test
    void inOrderADeadDeliveryLetsThoseBehindItGo() {
        failing(2);
        start(inOrder(), 4);
        staysAt(positions(1, 3));
        lane.ended("dlv_2");
        staysAt(positions(1, 5));
    }

    @Test
    void inOrderWhatWasHeldBeforeARestartIsHeld() {
        store.queue(List.of(delivery(1).hold()));
        store.queue(deliveries(2, 4));
        store.save(DESTINATION, inOrder());
        lane.start();
        staysAt(List.of());
        lane.offer(delivery(1));
        staysAt(positions(1, 4));
    }

    @Test
    void inOrderOneIsSentAtATime() {
        attempts.result = delivery -> Mono.never();
        start(inOrder(), 4);
        staysAt(positions(1, 2));
    }

    @Test
    void noMoreBeginPerSecondThanTheLimitSays() {
        long begun = System.nanoTime();
        start(limited(10), 8);
        await().untilAsserted(() -> assertThat(attempts.sent).hasSize(8));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(500));
    }
}
