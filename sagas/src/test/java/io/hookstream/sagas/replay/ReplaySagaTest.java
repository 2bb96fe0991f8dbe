package io.hookstream.sagas.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Revision;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.InboundEventCommand.RequestReplay;
import io.hookstream.messages.replay.ReplayCommand.AdvanceReplay;
import io.hookstream.messages.replay.ReplayCommand.CompleteReplay;
import io.hookstream.messages.replay.ReplayConfig;
import io.hookstream.messages.replay.ReplayEvent.ReplayAdvanced;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayQuery.ListReplayable;
import io.hookstream.messages.replay.ReplayQuery.Selection;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.replay.ReplayView;
import io.hookstream.sagas.SagaFixtures;
import io.hookstream.sagas.replay.ReplaySaga.LookDue;
import io.hookstream.sagas.replay.ReplaySaga.StepDue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.axonframework.test.saga.SagaTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replay of two events per second, five at most. */
class ReplaySagaTest {

    private static final Tenant TENANT = new Tenant("org_1", "env_1");
    private static final String ID = "rpl_1";
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final ReplaySettings SETTINGS = settings(NOW.plusSeconds(3600));

    private final Events events = new Events();
    private final SagaTestFixture<ReplaySaga> fixture = SagaFixtures.of(ReplaySaga.class);

    /** The read model, as a test wants it. */
    private static final class Events extends ReplayableEvents {

        private final List<ListReplayable> asked = new ArrayList<>();
        private List<String> there = evt(1, 9);
        private boolean ready = true;
        private @Nullable ReplayView replay;

        @SuppressWarnings("NullAway") // nothing is asked of it
        Events() {
            super(null);
        }

        @Override
        Optional<List<String>> next(ListReplayable query, long position) {
            asked.add(query);
            String after = query.after() == null ? "" : query.after();
            return ready
                    ? Optional.of(there.stream()
                            .filter(id -> id.compareTo(after) > 0)
                            .limit(query.limit())
                            .toList())
                    : Optional.empty();
        }

        @Override
        @Nullable
        ReplayView find(FindReplay query) {
            return replay;
        }
    }

    @BeforeEach
    void setUp() {
        fixture.givenCurrentTime(NOW);
        fixture.registerResource(events);
    }

    private static List<String> evt(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> "evt_" + i).toList();
    }

    private static ReplaySettings settings(Instant to) {
        return new ReplaySettings("dst_1", "src_1", FROM, to, 2, 5, ReplayConfig.THEN);
    }

    private static ReplayStarted started() {
        return new ReplayStarted(ID, TENANT, SETTINGS, 5);
    }

    private static ReplayAdvanced advanced(int step, int requested, boolean exhausted) {
        return new ReplayAdvanced(ID, TENANT, step, "evt_" + requested, requested, exhausted);
    }

    private static AdvanceReplay advance(int step, int last, int count, boolean exhausted) {
        return new AdvanceReplay(ID, step, "evt_" + last, count, exhausted);
    }

    private static RequestReplay request(int event) {
        return new RequestReplay("evt_" + event, TENANT, ID, "dst_1", ReplayConfig.THEN);
    }

    private static ReplayView outcomes(long succeeded, long failed, long skipped) {
        Revision revision = new Revision(0, false, NOW.toString(), NOW.toString());
        return new ReplayView(ID, TENANT, SETTINGS, revision, "running", 5, succeeded, failed, skipped, null);
    }

    @Test
    void takesItsFirstStepAtOnce() {
        fixture.givenNoPriorActivity()
                .whenPublishingA(started())
                .expectActiveSagas(1)
                .expectScheduledDeadline(AT_ONCE, new StepDue(ID, 1))
                .expectDispatchedCommands();
    }

    @Test
    void asksForAsManyEventsAsASecondMayHaveInTheirOrder() {
        fixture.givenAPublished(started())
                .whenTimeElapses(A_MOMENT)
                .expectDispatchedCommands(request(1), request(2), advance(1, 2, 2, false));
        assertThat(events.asked)
                .containsExactly(new ListReplayable(new Selection(TENANT, "src_1", FROM, NOW), null, 2));
    }

    @Test
    void leavesOutWhatIsReceivedAfterItsEnd() {
        Instant to = NOW.minusSeconds(60);

        fixture.givenAPublished(new ReplayStarted(ID, TENANT, settings(to), 5))
                .whenTimeElapses(A_MOMENT)
                .expectActiveSagas(1);
        assertThat(events.asked).containsExactly(new ListReplayable(new Selection(TENANT, "src_1", FROM, to), null, 2));
    }

    @Test
    void takesTheNextStepASecondAfterTheLogHasTheLast() throws Exception {
        fixture.givenAPublished(started())
                .andThenTimeElapses(A_MOMENT)
                .whenPublishingA(advanced(1, 2, false))
                .expectScheduledDeadline(SECOND, new StepDue(ID, 2));
    }

    @Test
    void goesOnAfterItsCursorAndEndsWithTheMaximum() throws Exception {
        fixture.givenAPublished(started())
                .andThenTimeElapses(A_MOMENT)
                .andThenAPublished(advanced(1, 2, false))
                .andThenTimeElapses(SECOND)
                .andThenAPublished(advanced(2, 4, false))
                .whenTimeElapses(SECOND)
                .expectDispatchedCommands(request(5), advance(3, 5, 1, true));
    }

    @Test
    void endsWithTheLastEvent() throws Exception {
        events.there = evt(1, 3);

        fixture.givenAPublished(started())
                .andThenTimeElapses(A_MOMENT)
                .andThenAPublished(advanced(1, 2, false))
                .whenTimeElapses(SECOND)
                .expectDispatchedCommands(request(3), advance(2, 3, 1, true));
    }

    @Test
    void endsIfThereIsNothing() {
        events.there = List.of();

        fixture.givenAPublished(started())
                .whenTimeElapses(A_MOMENT)
                .expectDispatchedCommands(new AdvanceReplay(ID, 1, null, 0, true));
    }

    @Test
    void waitsForAReadModelThatIsBehind() {
        events.ready = false;

        fixture.givenAPublished(started())
                .whenTimeElapses(A_MOMENT)
                .expectDispatchedCommands()
                .expectScheduledDeadline(SECOND.minus(A_MOMENT), new StepDue(ID, 1));
    }

    /** As after a crash between a step's last command and the removal of its deadline. */
    @Test
    void takesNoStepThatTheLogHasAlready() {
        fixture.givenAPublished(started())
                .andThenAPublished(advanced(1, 2, false))
                .whenTimeElapses(A_MOMENT)
                .expectDispatchedCommands()
                .expectScheduledDeadline(SECOND.minus(A_MOMENT), new StepDue(ID, 2));
    }

    @Test
    void looksAtTheOutcomesOnceAllIsRequested() {
        fixture.givenAPublished(started())
                .whenPublishingA(advanced(1, 2, true))
                .expectScheduledDeadline(AT_ONCE, new LookDue(ID, 1));
    }

    @Test
    void waitsForTheLastOutcome() throws Exception {
        events.replay = outcomes(1, 0, 0);

        fixture.givenAPublished(started())
                .andThenTimeElapses(A_MOMENT)
                .andThenAPublished(advanced(1, 2, true))
                .whenTimeElapses(A_MOMENT)
                .expectDispatchedCommands()
                .expectScheduledDeadline(SECOND.minus(A_MOMENT), new LookDue(ID, 2));
    }

    @Test
    void waitsForAReadModelThatDoesNotShowIt() throws Exception {
        fixture.givenAPublished(started())
                .andThenTimeElapses(A_MOMENT)
                .andThenAPublished(advanced(1, 0, true))
                .whenTimeElapses(A_MOMENT)
                .expectDispatchedCommands()
                .expectScheduledDeadline(SECOND.minus(A_MOMENT), new LookDue(ID, 2));
    }

    @Test
    void isCompletedWithTheLastOutcome() throws Exception {
        events.replay = outcomes(3, 1, 1);

        fixture.givenAPublished(started())
                .andThenTimeElapses(A_MOMENT)
                .andThenAPublished(advanced(1, 5, true))
                .whenTimeElapses(A_MOMENT)
                .expectDispatchedCommands(new CompleteReplay(ID, 3, 1, 1));
    }

    @Test
    void endsWhenItIsCompleted() {
        fixture.givenAPublished(started())
                .andThenAPublished(advanced(1, 2, true))
                .whenPublishingA(new ReplayCompleted(ID, TENANT, 2, 2, 0, 0))
                .expectActiveSagas(0);
    }
}
