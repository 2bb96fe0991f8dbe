package io.hookstream.query.replay;

import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.SOURCE;
import static io.hookstream.query.Samples.TENANT;
import static io.hookstream.query.Samples.received;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.event.DedupStatus;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.replay.ReplayQuery.CountReplayable;
import io.hookstream.messages.replay.ReplayQuery.ListReplayable;
import io.hookstream.messages.replay.ReplayQuery.Replayable;
import io.hookstream.messages.replay.ReplayQuery.ReplayableCount;
import io.hookstream.messages.replay.ReplayQuery.Selection;
import io.hookstream.query.WithReadModels;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayableQueryHandlerIT extends WithReadModels {

    private static final Instant FROM = Instant.parse("2026-01-02T03:00:00Z");

    /** One event a minute, of two sources in turn, and what must not be replayed. */
    @BeforeEach
    void write() {
        for (int i = 0; i < 6; i++) {
            models.write(
                    i % 3,
                    FROM.plusSeconds(60L * i),
                    received("evt_1" + i, TENANT, i % 2 == 0 ? SOURCE : "src_2", "{}"));
        }
        EventReceived like = received("evt_20");
        models.write(
                0,
                FROM.plusSeconds(61),
                received("evt_12x", SIBLING, SOURCE, "{}"),
                new EventReceived(
                        "evt_12y",
                        TENANT,
                        SOURCE,
                        like.request(),
                        like.payload(),
                        DedupStatus.DUPLICATE,
                        "evt_10",
                        null),
                new EventReceived(
                        "evt_12z", TENANT, SOURCE, like.request(), like.payload(), DedupStatus.UNIQUE, null, null));
    }

    private List<String> list(
            @Nullable String source, int fromMinute, int toMinute, @Nullable String after, int limit) {
        return models.ask(new ListReplayable(selection(source, fromMinute, toMinute), after, limit), Replayable.class)
                .eventIds();
    }

    private long count(@Nullable String source, int fromMinute, int toMinute, int limit) {
        return models.ask(new CountReplayable(selection(source, fromMinute, toMinute), limit), ReplayableCount.class)
                .count();
    }

    private static Selection selection(@Nullable String source, int fromMinute, int toMinute) {
        return new Selection(TENANT, source, FROM.plusSeconds(60L * fromMinute), FROM.plusSeconds(60L * toMinute));
    }

    @Test
    void theOldestComeFirstWithoutDuplicatesAndOthersEvents() {
        assertThat(list(null, 0, 10, null, 100))
                .containsExactly("evt_10", "evt_11", "evt_12", "evt_12z", "evt_13", "evt_14", "evt_15");
        assertThat(count(null, 0, 10, 100)).isEqualTo(7);
    }

    @Test
    void theTimeBeginsWithItsFirstMomentAndEndsBeforeItsLast() {
        assertThat(list(null, 2, 4, null, 100)).containsExactly("evt_12", "evt_13");
        assertThat(count(null, 2, 4, 100)).isEqualTo(2);
        assertThat(list(null, 7, 9, null, 100)).isEmpty();
        assertThat(count(null, 7, 9, 100)).isZero();
    }

    @Test
    void oneSourcesAreToldFromAnothers() {
        assertThat(list("src_2", 0, 10, null, 100)).containsExactly("evt_11", "evt_13", "evt_15");
        assertThat(count("src_2", 0, 10, 100)).isEqualTo(3);
    }

    @Test
    void eachIsReachedOnceWithACursor() {
        assertThat(list(null, 0, 10, null, 3)).containsExactly("evt_10", "evt_11", "evt_12");
        assertThat(list(null, 0, 10, "evt_12", 3)).containsExactly("evt_12z", "evt_13", "evt_14");
        assertThat(list(null, 0, 10, "evt_14", 3)).containsExactly("evt_15");
        assertThat(list(null, 0, 10, "evt_15", 3)).isEmpty();
    }

    @Test
    void countsNoFurtherThanItIsAskedTo() {
        assertThat(count(null, 0, 10, 4)).isEqualTo(4);
    }
}
