package io.hookstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogSourceIT {

    private static final int MORE_THAN_IT_READS_AHEAD = 1000;

    @TempDir
    Path folder;

    private int appended;
    private SqliteEventStorageEngine engine;
    private EventLogSource source;

    @BeforeEach
    void open() {
        engine = EventLogs.open(folder.resolve("events.db"));
        source = new EventLogSource(engine, Linger.NONE);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void readsEverythingInOrderAndNoMoreThanThereIs() throws Exception {
        append(MORE_THAN_IT_READS_AHEAD);
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            assertThat(positions(stream))
                    .hasSize(MORE_THAN_IT_READS_AHEAD)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(stream.hasNextAvailable()).isFalse();
            assertThat(stream.peek()).isEmpty();
        }
    }

    @Test
    void whatWasAppendedHereIsNotMadeFromJsonAgainUntilTheNextStart() throws Exception {
        DomainEventMessage<?> event = EventLogs.event("thing", 0).andMetaData(Map.of("origin", "test"));
        engine.appendEvents(List.of(event));
        List<Object> first = onlyEvent();
        assertThat(first.getFirst()).isSameAs(event.getPayload());

        engine.close();
        open();
        assertThat(onlyEvent()).isEqualTo(first);
    }

    /** All that is to be known of it, the payload first. */
    private List<Object> onlyEvent() throws InterruptedException {
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            DomainEventMessage<?> event = (DomainEventMessage<?>) stream.nextAvailable();
            return List.of(
                    event.getPayload(),
                    event.getMetaData(),
                    event.getIdentifier(),
                    event.getTimestamp(),
                    event.getType(),
                    event.getAggregateIdentifier(),
                    event.getSequenceNumber(),
                    ((TrackedEventMessage<?>) event).trackingToken());
        }
    }

    @Test
    void beginsAfterTheTokenAlsoWhileAProjectionIsBuiltAgain() throws Exception {
        append(10);
        TrackingToken seven = new GlobalSequenceTrackingToken(7);
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(seven)) {
            assertThat(positions(stream)).containsExactly(8L, 9L, 10L);
        }
        TrackingToken replay = ReplayToken.createReplayToken(new GlobalSequenceTrackingToken(10), seven);
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(replay)) {
            assertThat(positions(stream)).containsExactly(8L, 9L, 10L);
        }
    }

    @Test
    void callsWhoeverAskedWhenSomethingIsThereAndNobodyAfterClosing() {
        AtomicInteger calls = new AtomicInteger();
        BlockingStream<TrackedEventMessage<?>> stream = source.openStream(source.createHeadToken());
        assertThat(stream.setOnAvailableCallback(calls::incrementAndGet)).isTrue();

        append(1);
        await().atMost(Duration.ofSeconds(5)).until(() -> calls.get() > 0);
        assertThat(stream.hasNextAvailable()).isTrue();

        stream.close();
        int before = calls.get();
        append(1);
        try (BlockingStream<TrackedEventMessage<?>> other = source.openStream(source.createHeadToken())) {
            AtomicInteger called = new AtomicInteger();
            other.setOnAvailableCallback(called::incrementAndGet);
            append(1);
            // The callbacks of one commit are called together.
            await().atMost(Duration.ofSeconds(5)).until(() -> called.get() > 0);
        }
        assertThat(calls).hasValue(before);
    }

    @Test
    void aReaderThatWaitsGoesOnWhenSomethingIsThere() throws Exception {
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(source.createHeadToken())) {
            assertThat(stream.hasNextAvailable(1, TimeUnit.MILLISECONDS)).isFalse();
            CompletableFuture<Long> next = CompletableFuture.supplyAsync(() -> position(stream));
            append(1);
            assertThat(next.get(5, TimeUnit.SECONDS)).isEqualTo(1L);
        }
    }

    @Test
    void passesOverTypesThatNobodyHandlesButTellsHowFarItHasCome() throws Exception {
        append(3);
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            stream.skipMessagesWithPayloadTypeOf(stream.nextAvailable());
            assertThat(positions(stream)).containsExactly(2L, 3L);
            engine.appendEvents(List.of(other(0), other(1)));
            append(3);
            assertThat(positions(stream)).containsExactly(4L, 5L, 8L);
            append(1);
            append(1);
            List<Long> told = new ArrayList<>();
            await().atMost(Duration.ofSeconds(5)).until(() -> told.addAll(positions(stream)) && told.contains(10L));
            assertThat(told).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void isCalledAgainToTellHowFarItHasCome() throws Exception {
        append(1);
        try (BlockingStream<TrackedEventMessage<?>> stream = source.openStream(null)) {
            stream.skipMessagesWithPayloadTypeOf(stream.nextAvailable());
            append(1);
            assertThat(positions(stream)).containsExactly(2L);
            append(1);
            AtomicInteger calls = new AtomicInteger();
            stream.setOnAvailableCallback(calls::incrementAndGet);
            List<Long> told = positions(stream);
            // It may be called for the commit first, and then there is nothing to tell yet.
            await().atMost(Duration.ofSeconds(5)).until(() -> {
                if (calls.getAndSet(0) > 0) {
                    told.addAll(positions(stream));
                }
                return !told.isEmpty();
            });
            assertThat(told).containsExactly(3L);
        }
    }

    private static DomainEventMessage<String> other(long sequence) {
        return new GenericDomainEventMessage<>("Other", "other", sequence, "text");
    }

    @Test
    void whoIsFarBehindReadsWhatOthersHaveLongRead() throws Exception {
        int all = 0;
        try (BlockingStream<TrackedEventMessage<?>> early = source.openStream(null);
                BlockingStream<TrackedEventMessage<?>> late = source.openStream(null)) {
            for (int i = 0; i < 18; i++) {
                append(MORE_THAN_IT_READS_AHEAD);
                all += MORE_THAN_IT_READS_AHEAD;
                assertThat(positions(early)).hasSize(MORE_THAN_IT_READS_AHEAD).endsWith((long) all);
            }
            assertThat(positions(late)).hasSize(all).isSorted().doesNotHaveDuplicates();
        }
        try (BlockingStream<TrackedEventMessage<?>> middle =
                source.openStream(new GlobalSequenceTrackingToken(all - 10))) {
            assertThat(positions(middle)).hasSize(10).endsWith((long) all);
        }
    }

    @Test
    void theLagIsThatOfTheSlowestWhichHadCaughtUp() {
        append(3);
        try (BlockingStream<TrackedEventMessage<?>> rebuilt = source.openStream(null);
                BlockingStream<TrackedEventMessage<?>> current = source.openStream(null)) {
            assertThat(current.peek()).isPresent();
            append(2);
            assertThat(engine.streams().lag()).isEqualTo(2);
            assertThat(positions(current)).endsWith(5L);
            assertThat(engine.streams().lag()).isZero();
            assertThat(positions(rebuilt)).endsWith(5L);
            append(1);
            assertThat(positions(current)).endsWith(6L);
            assertThat(engine.streams().lag()).isEqualTo(1);
        }
        append(1);
        assertThat(engine.streams().lag()).as("nobody reads any more").isZero();
    }

    @Test
    void allReadersGetTheSameEvents() throws Exception {
        append(1);
        try (BlockingStream<TrackedEventMessage<?>> one = source.openStream(source.createHeadToken());
                BlockingStream<TrackedEventMessage<?>> other = source.openStream(source.createHeadToken())) {
            append(1);
            assertThat(one.nextAvailable().getPayload())
                    .isSameAs(other.nextAvailable().getPayload());
        }
    }

    @Test
    void oneThatLingersCallsOnceForSeveralCommits() {
        AtomicInteger calls = new AtomicInteger();
        EventLogSource lingering = new EventLogSource(engine, new Linger(Duration.ZERO, Duration.ofSeconds(1)));
        try (BlockingStream<TrackedEventMessage<?>> stream = lingering.openStream(null)) {
            stream.setOnAvailableCallback(calls::incrementAndGet);
            for (int i = 0; i < 20; i++) {
                append(1);
            }
            await().atMost(Duration.ofSeconds(10)).until(() -> calls.get() > 0);
            assertThat(calls.get()).isLessThan(20);
        }
    }

    private static List<Long> positions(BlockingStream<TrackedEventMessage<?>> stream) {
        List<Long> positions = new ArrayList<>();
        while (stream.hasNextAvailable()) {
            positions.add(position(stream));
        }
        return positions;
    }

    private static long position(BlockingStream<TrackedEventMessage<?>> stream) {
        try {
            return stream.nextAvailable().trackingToken().position().orElseThrow();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void append(int events) {
        engine.appendEvents(EventLogs.events("thing", appended, appended + events));
        appended += events;
    }
}
