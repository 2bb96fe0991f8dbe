package io.hookstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.GenericTrackedEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.junit.jupiter.api.Test;

class RecentEventsTest {

    private static final int ALL = 100;

    private final List<Long> reads = new ArrayList<>();
    private long inLog = 10;
    private final RecentEvents recent = new RecentEvents(this::read, this::read, 10);

    private Stream<TrackedEventMessage<?>> read(long position, int limit) {
        reads.add(position);
        return events(position + 1, Math.min(inLog, position + limit)).stream();
    }

    private static List<TrackedEventMessage<?>> events(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .<TrackedEventMessage<?>>mapToObj(position -> new GenericTrackedEventMessage<>(
                        new GlobalSequenceTrackingToken(position),
                        GenericEventMessage.asEventMessage("event " + position)))
                .toList();
    }

    private void store(long to) {
        List<TrackedEventMessage<?>> next = events(inLog + 1, to);
        inLog = to;
        recent.stored(next, next.size());
    }

    private List<Long> after(long position) {
        return recent.after(position, ALL).stream().map(RecentEvents::position).toList();
    }

    @Test
    void whatWasStoredHereIsNotRead() {
        store(12);
        store(13);
        assertThat(after(10)).containsExactly(11L, 12L, 13L);
        assertThat(after(12)).containsExactly(13L);
        assertThat(reads).isEmpty();
    }

    @Test
    void whatCameBeforeIsRead() {
        store(12);
        assertThat(after(8)).containsExactly(9L, 10L, 11L, 12L);
        assertThat(reads).containsExactly(8L);
    }

    @Test
    void whatSomebodyReadBeforeItWasToldOfIsThereOnce() {
        inLog = 12;
        assertThat(after(10)).containsExactly(11L, 12L);
        recent.stored(events(11, 14), 4);
        inLog = 14;
        assertThat(after(10)).containsExactly(11L, 12L, 13L, 14L);
        assertThat(reads).containsExactly(10L);
    }

    @Test
    void whatNobodyWasToldOfIsRead() {
        store(12);
        inLog = 14;
        store(16);
        assertThat(after(12)).containsExactly(13L, 14L, 15L, 16L);
        assertThat(after(14)).containsExactly(15L, 16L);
        assertThat(reads).containsExactly(12L);
    }

    @Test
    void whatIsTooMuchToBeKeptIsReadTheOldestFirst() {
        long large = 20 << 20;
        for (int stored = 0; stored < 3; stored++) {
            inLog++;
            recent.stored(events(inLog, inLog), large);
        }
        assertThat(after(12)).containsExactly(13L);
        assertThat(reads).isEmpty();
        assertThat(after(10)).containsExactly(11L, 12L, 13L);
        assertThat(reads).containsExactly(10L);
    }

    @Test
    void soManyAreKept() {
        for (int stored = 0; stored < 1000; stored++) {
            store(inLog + ALL);
        }
        assertThat(after(inLog - 30_000)).hasSize(ALL);
        assertThat(reads).isEmpty();
        assertThat(after(10)).hasSize(ALL);
        assertThat(reads).containsExactly(10L);
    }

    @Test
    void whatWasReadPastTheLastIsKeptFromThereOn() {
        inLog = 20;
        assertThat(after(15)).containsExactly(16L, 17L, 18L, 19L, 20L);
        store(21);
        assertThat(after(15)).containsExactly(16L, 17L, 18L, 19L, 20L, 21L);
        assertThat(reads).containsExactly(15L);
    }
}
