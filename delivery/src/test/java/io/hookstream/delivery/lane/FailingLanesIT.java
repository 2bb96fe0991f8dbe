package io.hookstream.delivery.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.delivery.WithPipeline;
import io.hookstream.delivery.router.Router;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitCommand.HalfOpenCircuit;
import io.hookstream.messages.circuit.CircuitCommand.ResetCircuit;
import io.hookstream.messages.circuit.CircuitEvent.CircuitClosed;
import io.hookstream.messages.circuit.CircuitEvent.CircuitHalfOpened;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.event.InboundEventCommand.DeadLetterDelivery;
import io.hookstream.messages.event.InboundEventCommand.RetryDelivery;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lanes whose destination fails: what is in the log, in the store and at the receiver. The test is the saga. */
class FailingLanesIT extends WithPipeline {

    private static final String CIRCUIT = CircuitCommand.id("dst_1");

    private void connect(Map<String, Object> settings) {
        create("dst_1", MergePatch.apply(settings("/hook", true, 16), settings));
        pipeline.append(connected("conn_1", "src_1", "dst_1"));
        // Destinations and sources are not handled one after the other: what is ordered is known when both are.
        await().until(() -> pipeline.caughtUp(Router.NAME));
    }

    /** Those of one batch would be requested in any order. */
    private void ingestAndAwaitFailure(int number) {
        ingest(number, number + 1);
        awaitLogged(DeliveryFailed.class, number + 1);
    }

    private DeliveryFailed failure() {
        awaitLogged(DeliveryFailed.class, 1);
        return pipeline.log(DeliveryFailed.class).getFirst();
    }

    @Test
    void whatKeepsTheOrderIsRequestedInTheOrderOfArrival() {
        connect(Map.of("ordered", true, "enabled", false));
        ingest(0, 100);
        awaitLogged(DeliveryRequested.class, 100);
        assertThat(pipeline.log(DeliveryRequested.class))
                .extracting(DeliveryRequested::eventId)
                .isEqualTo(
                        IntStream.range(0, 100).mapToObj("evt_%06d"::formatted).toList());
    }

    @Test
    void inOrderAFailureHoldsThoseBehindItAlsoOverARestart() {
        receiver.failing = request -> request.text().equals("2");
        connect(Map.of("ordered", true));
        ingest(0, 6);
        DeliveryFailed failed = failure();
        receivesNoMoreThan(bodies(0, 3));
        restart();
        receivesNoMoreThan(bodies(0, 3));
        receiver.failing = request -> false;
        pipeline.send(new RetryDelivery("evt_000002", failed.deliveryId(), 2));
        await().untilAsserted(
                        () -> assertThat(receiver.bodies()).isEqualTo(List.of("0", "1", "2", "2", "3", "4", "5")));
        awaitLogged(DeliverySucceeded.class, 6);
    }

    @Test
    void inOrderADeadDeliveryLetsThoseBehindItGo() {
        receiver.failing = request -> request.text().equals("2");
        connect(Map.of("ordered", true));
        ingest(0, 6);
        DeliveryFailed failed = failure();
        pipeline.send(new DeadLetterDelivery("evt_000002", failed.deliveryId(), 1, "no retries are left"));
        await().untilAsserted(() -> assertThat(receiver.bodies()).isEqualTo(bodies(0, 6)));
    }

    @Test
    void anOpenCircuitStaysOpenOverARestartAndSendsOneProbe() {
        receiver.failing = request -> true;
        connect(Map.of("circuit_failure_threshold", 3, "max_concurrency", 1));
        IntStream.range(0, 3).forEach(this::ingestAndAwaitFailure);
        awaitLogged(CircuitOpened.class, 1);
        ingest(3, 10);
        awaitLogged(DeliveryRequested.class, 10);
        receivesNoMoreThan(bodies(0, 3));
        restart();
        awaitCaughtUp();
        receivesNoMoreThan(bodies(0, 3));
        pipeline.send(new HalfOpenCircuit(CIRCUIT, 1));
        awaitLogged(CircuitOpened.class, 2);
        receivesNoMoreThan(bodies(0, 4));
        receiver.failing = request -> false;
        pipeline.send(new HalfOpenCircuit(CIRCUIT, 2));
        awaitLogged(CircuitClosed.class, 1);
        await().untilAsserted(() -> assertThat(receiver.bodies()).isEqualTo(bodies(0, 10)));
        assertThat(pipeline.log(CircuitHalfOpened.class)).hasSize(2);
    }

    @Test
    void aResetLetsEverythingGo() {
        receiver.failing = request -> true;
        connect(Map.of("circuit_failure_threshold", 3, "max_concurrency", 1));
        IntStream.range(0, 3).forEach(this::ingestAndAwaitFailure);
        awaitLogged(CircuitOpened.class, 1);
        ingest(3, 5);
        awaitLogged(DeliveryRequested.class, 5);
        awaitCaughtUp();
        receiver.failing = request -> false;
        pipeline.send(new ResetCircuit(CIRCUIT, TENANT, "dst_1"));
        await().untilAsserted(() -> assertThat(receiver.bodies()).isEqualTo(bodies(0, 5)));
    }

    @Test
    void failuresAreCountedOverARestart() {
        receiver.failing = request -> true;
        connect(Map.of("circuit_failure_threshold", 3, "max_concurrency", 1));
        IntStream.range(0, 2).forEach(this::ingestAndAwaitFailure);
        awaitCaughtUp();
        restart();
        ingest(2, 3);
        awaitLogged(CircuitOpened.class, 1);
        ingest(3, 5);
        receivesNoMoreThan(bodies(0, 3));
        assertThat(pipeline.log(CircuitOpened.class).getFirst().failures()).isEqualTo(3);
    }

    @Test
    void aRetryIsSentLikeWhatIsNew() {
        receiver.failing = request -> request.text().equals("0");
        connect(Map.of("max_concurrency", 1));
        ingestAndAwaitFailure(0);
        ingest(1, 2);
        awaitLogged(DeliverySucceeded.class, 1);
        ingest(2, 3);
        DeliveryFailed failed = failure();
        await().untilAsserted(() -> assertThat(receiver.bodies()).isEqualTo(bodies(0, 3)));
        receiver.failing = request -> false;
        pipeline.send(new RetryDelivery("evt_000000", failed.deliveryId(), 2));
        await().untilAsserted(() -> assertThat(receiver.bodies()).isEqualTo(List.of("0", "1", "2", "0")));
    }
}
