package io.hookstream.delivery.lane;

import static io.hookstream.delivery.lane.LaneSamples.DESTINATION;
import static io.hookstream.delivery.lane.LaneSamples.deliveries;
import static io.hookstream.delivery.lane.LaneSamples.delivery;
import static io.hookstream.delivery.lane.LaneSamples.open;
import static io.hookstream.delivery.lane.LaneSamples.positions;
import static io.hookstream.delivery.lane.LaneSamples.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackerStatus;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class LanesTest {

    private static final Duration SOME_LOOKS = Duration.ofMillis(300);
    private static final long HEAD = 10;

    private final Map<Integer, EventTrackerStatus> status = new ConcurrentHashMap<>();
    private final AtomicInteger looks = new AtomicInteger();
    private final LaneFakes.Store store = new LaneFakes.Store();
    private final LaneFakes.Attempts attempts = new LaneFakes.Attempts();
    private final LaneFakes.Commands commands = new LaneFakes.Commands();
    private final Lanes lanes = new Lanes(
            LaneFakes.proxy(EventProcessingConfiguration.class, method -> Optional.of(processor())),
            LaneFakes.proxy(EventStore.class, method -> new GlobalSequenceTrackingToken(HEAD)),
            store,
            new Courier(attempts, LaneFakes.noHistory(), commands.gateway(), Clock.systemUTC(), small()),
            small());

    LanesTest() {
        store.save(DESTINATION, open(16));
    }

    private StreamingEventProcessor processor() {
        return LaneFakes.proxy(StreamingEventProcessor.class, method -> {
            looks.incrementAndGet();
            return status;
        });
    }

    /** Until what is set now has been seen and followed. */
    private void awaitLook() {
        int before = looks.get();
        await().untilAsserted(() -> assertThat(looks).hasValueGreaterThan(before + 1));
    }

    @AfterEach
    void stop() {
        lanes.stop();
    }

    private void at(long position) {
        status.put(0, new TrackerStatus(Segment.ROOT_SEGMENT, new GlobalSequenceTrackingToken(position)));
    }

    private void request(QueuedDelivery delivery) {
        store.queue(List.of(delivery));
        lanes.offer(List.of(delivery));
    }

    private void awaitSent(List<Long> positions) {
        await().untilAsserted(() -> assertThat(attempts.sent).containsExactlyInAnyOrderElementsOf(positions));
    }

    private void staysAt(List<Long> positions) {
        await().during(SOME_LOOKS)
                .untilAsserted(() -> assertThat(attempts.sent).containsExactlyInAnyOrderElementsOf(positions));
    }

    @Test
    void sendNothingBeforeTheSegmentHasCaughtUp() {
        store.queue(deliveries(1, 3));
        at(HEAD - 1);
        lanes.start();
        request(delivery(3));
        staysAt(List.of());
        at(HEAD);
        awaitSent(positions(1, 4));
    }

    @Test
    void sendNothingForSegmentsOfOthers() {
        Segment mine = Segment.ROOT_SEGMENT.split()[DESTINATION.hashCode() & 1];
        Segment other = Segment.ROOT_SEGMENT.split()[1 - (DESTINATION.hashCode() & 1)];
        status.put(other.getSegmentId(), new TrackerStatus(other, new GlobalSequenceTrackingToken(HEAD)));
        store.queue(deliveries(1, 3));
        lanes.start();
        request(delivery(3));
        staysAt(List.of());
        status.put(mine.getSegmentId(), new TrackerStatus(mine, new GlobalSequenceTrackingToken(HEAD)));
        awaitSent(positions(1, 4));
    }

    @Test
    void startWhatWaitsAlsoIfTheStoreIsDownAtFirst() {
        store.queue(deliveries(1, 3));
        AtomicInteger reads = new AtomicInteger();
        store.afterRead = () -> {
            if (reads.incrementAndGet() <= 2) {
                throw new IllegalStateException("the store is down");
            }
        };
        at(HEAD);
        lanes.start();
        awaitSent(positions(1, 3));
    }

    @Test
    void sendWhatIsOfferedWhileTheQueuesAreLookedFor() {
        at(HEAD);
        store.afterRead = () -> {
            store.afterRead = () -> {};
            // Written after the look into the store.
            request(delivery(1));
        };
        lanes.start();
        awaitSent(positions(1, 2));
    }

    @Test
    void holdASegmentThatIsLostAndGoOnWhenItIsClaimedAgain() {
        at(HEAD);
        lanes.start();
        awaitLook();
        request(delivery(1));
        awaitSent(positions(1, 2));
        store.queue.remove("dlv_1");
        status.clear();
        awaitLook();
        request(delivery(2));
        staysAt(positions(1, 2));
        at(HEAD - 1);
        staysAt(positions(1, 2));
        at(HEAD);
        awaitSent(positions(1, 3));
    }

    @Test
    void sendNothingIfTheyAreStoppedWhileTheyStart() throws InterruptedException {
        store.queue(deliveries(1, 3));
        CountDownLatch looking = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        store.afterRead = () -> {
            looking.countDown();
            boolean done = false;
            while (!done) {
                try {
                    stopped.await();
                    done = true;
                } catch (InterruptedException e) {
                    // a store may take its time to notice
                }
            }
        };
        at(HEAD);
        lanes.start();
        looking.await();
        lanes.stop();
        stopped.countDown();
        staysAt(List.of());
        request(delivery(3));
        staysAt(List.of());
    }

    @Test
    void stopWithinFiveSecondsAlthoughADestinationHangs() {
        attempts.result = delivery -> Mono.never();
        at(HEAD);
        store.queue(deliveries(1, 20));
        lanes.start();
        await().untilAsserted(() -> assertThat(attempts.sent).hasSize(16));
        long started = System.nanoTime();
        lanes.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }
}
