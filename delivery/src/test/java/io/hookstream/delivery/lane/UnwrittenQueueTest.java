package io.hookstream.delivery.lane;

import static io.hookstream.delivery.lane.LaneSamples.delivery;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.delivery.lane.LaneStore.QueueChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnwrittenQueueTest {

    private static final int SEGMENT = 1;
    private static final long HEAD = 5;

    private final List<QueueChanges> written = new ArrayList<>();
    private boolean down;
    private final UnwrittenQueue queue = new UnwrittenQueue(changes -> {
        written.add(changes);
        if (down) {
            throw new IllegalStateException("no server");
        }
    });

    @BeforeEach
    void claim() {
        queue.claimed(SEGMENT, HEAD);
    }

    private void put(long position) {
        change(position, new QueueChange.Put(delivery(position), false));
    }

    private void change(long position, QueueChange change) {
        queue.add(SEGMENT, Map.of(delivery(position).id(), change));
    }

    @Test
    void whatIsOverBeforeItIsWrittenNeverIs() {
        put(7);
        put(8);
        change(7, new QueueChange.Remove());
        assertThat(written).isEmpty();
        queue.write(SEGMENT);
        assertThat(written).containsExactly(new QueueChanges(List.of(delivery(8)), List.of(), List.of(), List.of()));
    }

    @Test
    void whatMayHaveBeenWrittenBeforeACrashIsRemoved() {
        put(HEAD);
        change(HEAD, new QueueChange.Remove());
        queue.write(SEGMENT);
        assertThat(written).containsExactly(removed(HEAD));
    }

    @Test
    void whatHasBeenWrittenIsRemoved() {
        put(7);
        queue.write(SEGMENT);
        change(7, new QueueChange.Remove());
        queue.writeAll();
        assertThat(written.getLast()).isEqualTo(removed(7));
    }

    @Test
    void whatMayBeHalfWrittenIsWrittenAgain() {
        put(7);
        put(8);
        down = true;
        assertThatThrownBy(() -> queue.write(SEGMENT)).hasMessage("no server");
        down = false;
        change(7, new QueueChange.Remove());
        queue.write(SEGMENT);
        assertThat(written.getLast())
                .isEqualTo(new QueueChanges(
                        List.of(delivery(8)),
                        List.of(),
                        List.of(),
                        List.of(delivery(7).id())));
    }

    @Test
    void whatIsHeldAndReleasedKeepsItsPlace() {
        put(7);
        change(7, new QueueChange.Hold());
        queue.add(SEGMENT, Map.of("dlv_7", new QueueChange.Put(delivery(7).at(9), true)));
        queue.write(SEGMENT);
        assertThat(written).containsExactly(new QueueChanges(List.of(delivery(7)), List.of(), List.of(), List.of()));
    }

    @Test
    void aRetryIsNotForgottenThoughItsFirstAttemptIsOver() {
        put(7);
        change(7, new QueueChange.Remove());
        QueuedDelivery retry = new QueuedDelivery(delivery(7).target(), "evt_7", 9, 2);
        queue.add(SEGMENT, Map.of(retry.id(), new QueueChange.Put(retry, false)));
        queue.write(SEGMENT);
        assertThat(written).containsExactly(new QueueChanges(List.of(retry), List.of(), List.of(), List.of()));
    }

    @Test
    void whoLosesTheSegmentWritesNothingOfIt() {
        put(7);
        queue.forget(SEGMENT);
        queue.writeAll();
        assertThat(written).isEmpty();
    }

    @Test
    void withoutASegmentItIsWrittenAtOnce() {
        queue.add(null, Map.of("dlv_7", new QueueChange.Remove()));
        assertThat(written).containsExactly(removed(7));
    }

    private static QueueChanges removed(long position) {
        return new QueueChanges(
                List.of(), List.of(), List.of(), List.of(delivery(position).id()));
    }
}
