package io.hookstream.query.replay;

import static io.hookstream.query.Samples.ALL;
import static io.hookstream.query.Samples.DESTINATION;
import static io.hookstream.query.Samples.SIBLING;
import static io.hookstream.query.Samples.SOURCE;
import static io.hookstream.query.Samples.STRANGER;
import static io.hookstream.query.Samples.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.InboundEventEvent.EventReplayFinished;
import io.hookstream.messages.replay.ReplayConfig;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplayOutcome;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayQuery.ListReplays;
import io.hookstream.messages.replay.ReplayQuery.Replays;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.replay.ReplayView;
import io.hookstream.query.WithReadModels;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplayQueryHandlerIT extends WithReadModels {

    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");
    private static final ReplaySettings SETTINGS = new ReplaySettings(
            DESTINATION, SOURCE, Instant.parse("2026-01-01T00:00:00Z"), AT, 20, 1000, ReplayConfig.THEN);

    private static ReplayStarted started(String id) {
        return new ReplayStarted(id, TENANT, SETTINGS, 4);
    }

    private static EventReplayFinished finished(String eventId, String outcome) {
        return new EventReplayFinished(eventId, TENANT, SOURCE, "rpl_1", outcome);
    }

    private @Nullable ReplayView find(Tenant tenant) {
        return models.ask(new FindReplay("rpl_1", tenant), ReplayView.class);
    }

    private Ids list(PageRequest page) {
        Replays replays = models.ask(new ListReplays(TENANT, page), Replays.class);
        return new Ids(replays.replays().stream().map(ReplayView::id).toList(), replays.next());
    }

    @Test
    void findsAReplayForItsTenantAlone() {
        models.write(started("rpl_1"));

        Revision revision = new Revision(0, false, AT.toString(), AT.toString());
        ReplayView expected = new ReplayView("rpl_1", TENANT, SETTINGS, revision, "running", 4, 0, 0, 0, null);
        assertThat(find(TENANT)).isEqualTo(expected);
        assertThat(models.ask(new ListReplays(TENANT, ALL), Replays.class))
                .isEqualTo(new Replays(List.of(expected), null));
        for (Tenant other : List.of(STRANGER, SIBLING)) {
            assertThat(find(other)).isNull();
            assertThat(models.ask(new ListReplays(other, ALL), Replays.class)).isEqualTo(new Replays(List.of(), null));
        }
    }

    @Test
    void countsWhatBecameOfTheEventsOverAllSegments() {
        models.write(started("rpl_1"));
        models.write(0, AT, finished("evt_1", ReplayOutcome.SUCCEEDED), finished("evt_2", ReplayOutcome.FAILED));
        models.write(5, AT, finished("evt_3", ReplayOutcome.SUCCEEDED));
        models.write(6, AT, finished("evt_4", ReplayOutcome.SKIPPED));

        ReplayView running = Objects.requireNonNull(find(TENANT));
        assertThat(running.succeeded()).isEqualTo(2);
        assertThat(running.failed()).isEqualTo(1);
        assertThat(running.skipped()).isEqualTo(1);
        assertThat(running.processed()).isEqualTo(4);
        assertThat(running.status()).isEqualTo("running");
        assertThat(running.completedAt()).isNull();
    }

    @Test
    void aCompletedOneSaysWhatItWasCompletedWith() {
        models.write(started("rpl_1"), finished("evt_1", ReplayOutcome.SUCCEEDED));
        models.write(0, AT.plusSeconds(18), new ReplayCompleted("rpl_1", TENANT, 5, 3, 1, 1));

        ReplayView completed = Objects.requireNonNull(find(TENANT));
        assertThat(completed.status()).isEqualTo("completed");
        assertThat(completed.total()).isEqualTo(5);
        assertThat(completed.succeeded()).isEqualTo(3);
        assertThat(completed.processed()).isEqualTo(5);
        assertThat(completed.revision().createdAt()).isEqualTo(AT.toString());
        assertThat(completed.completedAt()).isEqualTo("2026-01-02T03:04:23Z");
        assertThat(completed.settings()).isEqualTo(SETTINGS);
    }

    @Test
    void thePagesHoldEachReplayOnceTheNewestFirst() {
        IntStream.rangeClosed(1, 3).forEach(i -> models.write(started("rpl_" + i)));

        assertThat(walk(2, this::list)).containsExactly(List.of("rpl_3", "rpl_2"), List.of("rpl_1"));
    }
}
