package io.hookstream.sagas.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.projection.ProjectionQuery;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayQuery.ListReplayable;
import io.hookstream.messages.replay.ReplayQuery.Replayable;
import io.hookstream.messages.replay.ReplayQuery.Selection;
import io.hookstream.messages.replay.ReplayView;
import java.time.Instant;
import java.util.List;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.junit.jupiter.api.Test;

class ReplayableEventsTest {

    private static final ListReplayable QUERY = new ListReplayable(
            new Selection(new Tenant("org_1", "env_1"), null, Instant.EPOCH, Instant.EPOCH.plusSeconds(1)), null, 10);

    private final QueryBus bus = SimpleQueryBus.builder().build();
    private final ReplayableEvents events =
            new ReplayableEvents(DefaultQueryGateway.builder().queryBus(bus).build());

    /** What the projection of events says of itself. */
    private ProjectionStatus status = status(true, 42);

    private static ProjectionStatus status(boolean running, long position) {
        return status(running, position, 0);
    }

    private static ProjectionStatus status(boolean running, long position, long deadLetters) {
        return new ProjectionStatus(ProjectionQuery.EVENTS, running, 1, 1, 0, position, false, deadLetters, null);
    }

    private void answer(Runnable meanwhile) {
        bus.subscribe(ListProjections.class.getName(), Projections.class, q -> new Projections(List.of(status)));
        bus.subscribe(ListReplayable.class.getName(), Replayable.class, q -> {
            meanwhile.run();
            return new Replayable(List.of("evt_1"));
        });
    }

    @Test
    void areThoseOfAReadModelThatHoldsTheBeginningOfTheReplay() {
        answer(() -> {});
        assertThat(events.next(QUERY, 42)).contains(List.of("evt_1"));
    }

    @Test
    void areUnknownIfTheReadModelIsBehindOrDoesNotGoOn() {
        answer(() -> {});
        assertThat(events.next(QUERY, 43)).isEmpty();
        status = status(false, 42);
        assertThat(events.next(QUERY, 42)).isEmpty();
        status = status(true, 42, 1);
        assertThat(events.next(QUERY, 42)).isEmpty();
    }

    @Test
    void areUnknownIfTheReadModelIsWipedMeanwhile() {
        answer(() -> status = status(true, 0));
        assertThat(events.next(QUERY, 42)).isEmpty();
    }

    @Test
    void areUnknownIfNobodyAnswers() {
        assertThatThrownBy(() -> events.next(QUERY, 42)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReplayThatTheReadModelDoesNotShowIsNull() {
        bus.subscribe(FindReplay.class.getName(), ReplayView.class, q -> null);
        assertThat(events.find(new FindReplay("rpl_1", new Tenant("org_1", "env_1"))))
                .isNull();
    }
}
