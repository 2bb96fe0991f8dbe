package io.hookstream.delivery.lane;

import static io.hookstream.delivery.lane.LaneSamples.DESTINATION;
import static io.hookstream.delivery.lane.LaneSamples.deleted;
import static io.hookstream.delivery.lane.LaneSamples.deliveries;
import static io.hookstream.delivery.lane.LaneSamples.delivery;
import static io.hookstream.delivery.lane.LaneSamples.open;
import static io.hookstream.delivery.lane.LaneSamples.paused;
import static io.hookstream.delivery.lane.LaneSamples.positions;
import static io.hookstream.delivery.lane.LaneSamples.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.delivery.lane.LaneStore.Transform;
import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class LaneTest {

    private static final Duration A_WHILE = Duration.ofMillis(300);

    private final LaneFakes.Store store = new LaneFakes.Store();
    private final LaneFakes.Attempts attempts = new LaneFakes.Attempts();
    private final LaneFakes.Commands commands = new LaneFakes.Commands();
    private final Courier courier =
            new Courier(attempts, LaneFakes.noHistory(), commands.gateway(), Clock.systemUTC(), small());
    private final Lane lane = new Lane(DESTINATION, store, courier, small());

    /** As the processor does: written first, then offered. */
    private void request(QueuedDelivery delivery) {
        store.queue(List.of(delivery));
        lane.offer(delivery);
    }

    private void set(LaneStore.Destination destination) {
        store.save(DESTINATION, destination);
        lane.changed();
    }

    private void awaitSent(List<Long> positions) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(attempts.sent).isEqualTo(positions));
    }

    private void staysAt(List<Long> positions) {
        await().during(A_WHILE)
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(attempts.sent).isEqualTo(positions));
    }

    @Test
    void sendsWhatTheStoreHoldsAndThenWhatIsOffered() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 4));
        lane.start();
        request(delivery(4));
        request(delivery(5));
        awaitSent(positions(1, 6));
    }

    @Test
    void sendsAnOfferOnceAlthoughTheStoreHoldsItToo() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 3));
        lane.start();
        awaitSent(positions(1, 3));
        lane.offer(delivery(2));
        request(delivery(3));
        awaitSent(positions(1, 4));
    }

    @Test
    void sendsMoreThanTheWindowHoldsInOrder() {
        store.save(DESTINATION, open(1));
        CountDownLatch offered = new CountDownLatch(1);
        attempts.result = delivery -> Mono.fromCallable(() -> {
            offered.await();
            return LaneSamples.success();
        });
        deliveries(1, 100).forEach(this::request);
        offered.countDown();
        awaitSent(positions(1, 100));
    }

    @Test
    void sendsInOrderWhileOffersAndLoadsCross() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 50));
        lane.start();
        deliveries(50, 2000).forEach(this::request);
        awaitSent(positions(1, 2000));
    }

    @Test
    void sendsWhatHasJustComeBeforeWhatIsReplayed() {
        store.save(DESTINATION, open(1));
        Sinks.One<Object> gate = Sinks.one();
        attempts.result = delivery -> gate.asMono().thenReturn(LaneSamples.success());
        request(delivery(5));
        await().untilAsserted(() -> assertThat(attempts.sent).containsExactly(5L));
        request(LaneSamples.replayed(6, 1));
        request(LaneSamples.replayed(7, 2));
        request(delivery(8));
        gate.tryEmitEmpty();
        awaitSent(List.of(5L, 8L, 6L, 7L));
    }

    @Test
    void hasNoMoreUnderWayThanTheDestinationAllows() {
        store.save(DESTINATION, open(3));
        Sinks.One<Object> gate = Sinks.one();
        attempts.result = delivery -> gate.asMono().thenReturn(LaneSamples.success());
        deliveries(1, 8).forEach(this::request);
        await().untilAsserted(() -> assertThat(attempts.sent).hasSize(3));
        await().during(A_WHILE).untilAsserted(() -> assertThat(attempts.sent).hasSize(3));
        gate.tryEmitEmpty();
        await().untilAsserted(() -> assertThat(attempts.sent).hasSize(7));
    }

    @Test
    void losesNothingIfItIsSetUpAnewWhileItsWindowIsFull() {
        store.save(DESTINATION, open(1));
        Sinks.One<Object> gate = Sinks.one();
        attempts.result = delivery -> gate.asMono().thenReturn(LaneSamples.success());
        request(delivery(1));
        awaitSent(positions(1, 2));
        // Four fill the window, five wait in the store.
        deliveries(2, 11).forEach(this::request);
        set(open(1));
        staysAt(positions(1, 2));
        gate.tryEmitEmpty();
        request(delivery(11));
        awaitSent(positions(1, 12));
    }

    @Test
    void honoursAChangeThatComesWhileItReadsTheDestination() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 3));
        AtomicInteger reads = new AtomicInteger();
        store.afterRead = () -> {
            if (reads.incrementAndGet() == 1) {
                set(paused());
            }
        };
        lane.start();
        await().untilAsserted(() -> assertThat(reads).hasValueGreaterThan(1));
        staysAt(List.of());
    }

    @Test
    void forgetsATransformThatChangesWhileItIsRead() {
        store.save(DESTINATION, open(1));
        store.transforms.put("conn_1", new Transform("old", 1L));
        store.afterRead = () -> {
            store.afterRead = () -> {};
            store.transforms.put("conn_1", new Transform("new", 2L));
            lane.changed();
        };
        lane.settings().transform("conn_1");
        assertThat(lane.settings().transform("conn_1").expression()).isEqualTo("new");
    }

    @Test
    void goesOnByItselfWhenTheStoreIsBack() {
        store.save(DESTINATION, open(1));
        store.queue(deliveries(1, 3));
        AtomicInteger reads = new AtomicInteger();
        store.afterRead = () -> {
            if (reads.incrementAndGet() <= 2) {
                throw new IllegalStateException("the store is down");
            }
        };
        lane.start();
        awaitSent(positions(1, 3));
    }

    @Test
    void isHeldWhileTheDestinationIsDisabled() {
        store.save(DESTINATION, paused());
        store.queue(deliveries(1, 10));
        lane.start();
        request(delivery(10));
        staysAt(List.of());
        set(open(1));
        awaitSent(positions(1, 11));
    }

    @Test
    void readsNoQueueWhileTheDestinationIsDisabled() {
        store.save(DESTINATION, paused());
        store.queue(deliveries(1, 10));
        lane.start();
        await().during(A_WHILE).untilAsserted(() -> assertThat(store.reads).isEmpty());
    }

    @Test
    void cancelsWhatIsQueuedForAPausedDestinationOnceThatIsDeleted() {
        store.save(DESTINATION, paused());
        deliveries(1, 20).forEach(this::request);
        lane.start();
        staysAt(List.of());
        set(deleted());
        await().untilAsserted(() -> assertThat(commands.sent(CancelDelivery.class))
                .extracting(CancelDelivery::deliveryId)
                .containsExactlyInAnyOrderElementsOf(
                        positions(1, 20).stream().map(i -> "dlv_" + i).toList()));
        assertThat(attempts.sent).isEmpty();
    }

    @Test
    void sendsNoMoreThanItsConcurrencyWhileFailuresAreNotRecorded() {
        attempts.result = delivery -> Mono.just(LaneSamples.failure());
        sendsNoMoreWhileNothingIsRecorded(8);
    }

    @Test
    void sendsSomeMoreWhileWhatHasArrivedIsNotRecorded() {
        sendsNoMoreWhileNothingIsRecorded(8 + Lane.UNRECORDED);
    }

    private void sendsNoMoreWhileNothingIsRecorded(int most) {
        store.save(DESTINATION, open(8));
        CompletableFuture<Object> recorded = new CompletableFuture<>();
        commands.answer = command -> recorded.thenApply(done -> done);
        deliveries(1, 100).forEach(this::request);
        await().untilAsserted(
                        () -> assertThat(commands.sent(RecordAttempts.class)).hasSize(most));
        await().during(A_WHILE).untilAsserted(() -> assertThat(attempts.sent).hasSize(most));
        recorded.complete(true);
    }

    @Test
    void sendsNothingOnceItHasStopped() {
        store.save(DESTINATION, open(1));
        AtomicInteger tries = new AtomicInteger();
        // It is shown when it is certain that there will be another try, after a pause.
        RuntimeException down = new IllegalStateException("the log is down") {
            @Override
            public String toString() {
                lane.stop();
                return "the log is down";
            }
        };
        attempts.result = delivery -> {
            tries.incrementAndGet();
            return Mono.error(down);
        };
        request(delivery(1));
        await().untilAsserted(() -> assertThat(tries).hasValue(1));
        await().during(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(tries).hasValue(1));
        request(delivery(2));
        staysAt(positions(1, 2));
    }
}
