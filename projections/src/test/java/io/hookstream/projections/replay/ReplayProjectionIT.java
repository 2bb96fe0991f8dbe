package io.hookstream.projections.replay;

import static io.hookstream.projections.Samples.DESTINATION;
import static io.hookstream.projections.Samples.EVENT;
import static io.hookstream.projections.Samples.SOURCE;
import static io.hookstream.projections.Samples.TENANT;
import static io.hookstream.projections.Samples.received;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.event.EventStatus;
import io.hookstream.messages.event.InboundEventEvent.EventReplayFinished;
import io.hookstream.messages.event.InboundEventEvent.EventReplayed;
import io.hookstream.messages.replay.ReplayConfig;
import io.hookstream.messages.replay.ReplayEvent.ReplayAdvanced;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplayOutcome;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.WithProjections;
import io.hookstream.projections.event.Counters;
import io.hookstream.projections.event.EventDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;

class ReplayProjectionIT extends WithProjections {

    private static final String REPLAY = "rpl_1";
    private static final ReplaySettings SETTINGS = new ReplaySettings(
            DESTINATION,
            null,
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-02T00:00:00Z"),
            10,
            1000,
            ReplayConfig.NOW);
    private static final ReplayStarted STARTED = new ReplayStarted(REPLAY, TENANT, SETTINGS, 30);

    private Document replay() {
        return projections.document(ReplayProjection.COLLECTION, REPLAY);
    }

    private static List<DomainEvent> replayed(String eventId, String outcome) {
        return List.of(
                received(eventId),
                new EventReplayed(eventId, TENANT, SOURCE, REPLAY, List.of(), List.of(), EventStatus.PROCESSING),
                new EventReplayFinished(eventId, TENANT, SOURCE, REPLAY, outcome));
    }

    private long counted(String outcome) {
        return projections.documents(Counters.COLLECTION).values().stream()
                .filter(counter -> Counters.ofReplay(REPLAY, outcome).equals(counter.getString(Counters.OF)))
                .mapToLong(counter -> counter.getLong(Counters.COUNT))
                .sum();
    }

    @Test
    void isRunningUntilItIsCompleted() {
        projections.project(STARTED, new ReplayAdvanced(REPLAY, TENANT, 1, "evt_9", 10, false));
        assertThat(ResourceDocument.settings(replay(), ReplaySettings.class)).isEqualTo(SETTINGS);
        assertThat(replay().getString(ReplayProjection.STATUS)).isEqualTo("running");
        assertThat(replay().getLong(ReplayProjection.TOTAL)).isEqualTo(30);
        assertThat(replay()).doesNotContainKeys(ReplayProjection.SUCCEEDED, ReplayProjection.COMPLETED_AT);

        projections.project(new ReplayCompleted(REPLAY, TENANT, 31, 28, 2, 1));
        assertThat(ResourceDocument.settings(replay(), ReplaySettings.class)).isEqualTo(SETTINGS);
        assertThat(replay().getString(ReplayProjection.STATUS)).isEqualTo("completed");
        assertThat(replay().getLong(ReplayProjection.TOTAL)).isEqualTo(31);
        assertThat(replay().getLong(ReplayProjection.SUCCEEDED)).isEqualTo(28);
        assertThat(replay().getLong(ReplayProjection.FAILED)).isEqualTo(2);
        assertThat(replay().getLong(ReplayProjection.SKIPPED)).isEqualTo(1);
        assertThat(replay().getDate(ReplayProjection.COMPLETED_AT)).isNotNull();
    }

    @Test
    void anEventThatIsReplayedHasTheStatusThatTheReplayLeavesItWith() {
        projections.project(replayed(EVENT, ReplayOutcome.SKIPPED).toArray(DomainEvent[]::new));

        assertThat(projections.document(EventDocument.COLLECTION, EVENT).getString(EventDocument.STATUS))
                .isEqualTo(EventStatus.PROCESSING);
    }

    @Test
    void isRebuiltToTheSameCountsAndContent() {
        List<DomainEvent> events = new ArrayList<>(List.of(STARTED));
        for (int i = 0; i < 30; i++) {
            events.addAll(replayed("evt_" + i, i % 3 == 0 ? ReplayOutcome.FAILED : ReplayOutcome.SUCCEEDED));
        }
        events.add(new ReplayCompleted(REPLAY, TENANT, 30, 20, 10, 0));
        projections.project(events.toArray(DomainEvent[]::new));
        assertThat(counted(ReplayOutcome.SUCCEEDED)).isEqualTo(20);
        assertThat(counted(ReplayOutcome.FAILED)).isEqualTo(10);
        assertThat(counted(ReplayOutcome.SKIPPED)).isZero();
        Map<String, Document> before = projections.documents(ReplayProjection.COLLECTION);

        projections.reset(ProjectionsConfiguration.CONFIGURATION);
        projections.reset(ProjectionsConfiguration.EVENTS);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(projections.documents(ReplayProjection.COLLECTION)).isEqualTo(before);
            assertThat(counted(ReplayOutcome.SUCCEEDED)).isEqualTo(20);
            assertThat(counted(ReplayOutcome.FAILED)).isEqualTo(10);
        });
    }
}
