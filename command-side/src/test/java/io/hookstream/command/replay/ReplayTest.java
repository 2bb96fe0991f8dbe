package io.hookstream.command.replay;

import static io.hookstream.command.Samples.OTHER_TENANT;
import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.createDestination;
import static io.hookstream.command.Samples.createSource;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;

import io.hookstream.command.CommandSide;
import io.hookstream.command.destination.Destination;
import io.hookstream.command.source.Source;
import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.destination.DestinationCommand.DeleteDestination;
import io.hookstream.messages.replay.ReplayCommand.AdvanceReplay;
import io.hookstream.messages.replay.ReplayCommand.CompleteReplay;
import io.hookstream.messages.replay.ReplayCommand.StartReplay;
import io.hookstream.messages.replay.ReplayConfig;
import io.hookstream.messages.replay.ReplayEvent.ReplayAdvanced;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplaySettings;
import java.time.Instant;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fixture for the replay, and the real repositories of the source and the destination that it needs. */
class ReplayTest {

    private static final String ID = "rpl_1";
    private static final Instant FROM = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-03-01T12:00:00Z");
    private static final ReplayStarted STARTED =
            new ReplayStarted(ID, TENANT, new ReplaySettings("dst_1", "src_1", FROM, TO, 10, 1000, "now"), 342);

    private final CommandSide commandSide = CommandSide.start();
    private final AggregateTestFixture<Replay> fixture = fixture(Replay.class);

    @BeforeEach
    void createBothEnds() {
        commandSide.send(createSource("src_1", TENANT, "stripe"));
        commandSide.send(createDestination("dst_1", TENANT, "billing"));
        commandSide.send(createSource("src_2", OTHER_TENANT, "stripe"));
        commandSide.send(createDestination("dst_2", OTHER_TENANT, "billing"));
        fixture.registerInjectableResource(
                new ReplayEnds(commandSide.repository(Source.class), commandSide.repository(Destination.class)));
    }

    @AfterEach
    void stop() {
        commandSide.close();
    }

    private static StartReplay start(@Nullable String sourceId, String destinationId) {
        return new StartReplay(
                ID, TENANT, new ReplaySettings(destinationId, sourceId, FROM, TO, null, null, null), 342);
    }

    private static ReplayAdvanced advanced(int step, int requested, boolean exhausted) {
        return new ReplayAdvanced(ID, TENANT, step, "evt_" + requested, requested, exhausted);
    }

    private static AdvanceReplay advance(int step, int count, int last, boolean exhausted) {
        return new AdvanceReplay(ID, step, "evt_" + last, count, exhausted);
    }

    @Test
    void isStartedWithItsDefaults() {
        fixture.givenNoPriorActivity()
                .when(start("src_1", "dst_1"))
                .expectEvents(STARTED)
                .expectResultMessagePayload(0L);
    }

    @Test
    void isStartedForAllSources() {
        fixture.givenNoPriorActivity()
                .when(start(null, "dst_1"))
                .expectEvents(new ReplayStarted(
                        ID, TENANT, new ReplaySettings("dst_1", null, FROM, TO, 10, 1000, ReplayConfig.NOW), 342));
    }

    @Test
    void isStartedOnce() {
        fixture.given(STARTED).when(start("src_1", "dst_1")).expectNoEvents().expectResultMessagePayload(0L);
    }

    @Test
    void isNotStartedWithWrongSettings() {
        ReplaySettings backwards = new ReplaySettings("dst_1", null, TO, FROM, null, null, null);

        expectRefused(
                fixture.givenNoPriorActivity().when(new StartReplay(ID, TENANT, backwards, 0)),
                Code.INVALID,
                "from: must be before to, which is 2026-03-01T00:00:00Z; was 2026-03-01T12:00:00Z");
    }

    @Test
    void isNotStartedWithWhatIsUnknownDeletedOrAnothers() {
        expectNotFound(start("src_1", "dst_0"), "Destination");
        expectNotFound(start("src_1", "dst_2"), "Destination");
        expectNotFound(start("src_1", "src_1"), "Destination");
        expectNotFound(start("src_0", "dst_1"), "Source");
        expectNotFound(start("src_2", "dst_1"), "Source");
        commandSide.send(new DeleteDestination("dst_1", TENANT));
        expectNotFound(start("src_1", "dst_1"), "Destination");
    }

    private void expectNotFound(StartReplay command, String what) {
        expectRefused(fixture.givenNoPriorActivity().when(command), Code.NOT_FOUND, what + " not found");
    }

    @Test
    void advancesStepByStep() {
        fixture.given(STARTED).when(advance(1, 10, 10, false)).expectEvents(advanced(1, 10, false));
        fixture.given(STARTED, advanced(1, 10, false))
                .when(advance(2, 4, 14, true))
                .expectEvents(advanced(2, 14, true));
    }

    @Test
    void takesNoStepTwiceAndNoneAhead() {
        fixture.given(STARTED, advanced(1, 10, false))
                .when(advance(1, 10, 10, false))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
        fixture.given(STARTED, advanced(1, 10, false))
                .when(advance(3, 10, 30, false))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
        fixture.given(STARTED, advanced(1, 10, true))
                .when(advance(2, 10, 20, false))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void isCompletedOnceAllIsRequested() {
        CompleteReplay complete = new CompleteReplay(ID, 11, 2, 1);
        ReplayCompleted completed = new ReplayCompleted(ID, TENANT, 14, 11, 2, 1);

        fixture.given(STARTED, advanced(1, 14, true)).when(complete).expectEvents(completed);
        fixture.given(STARTED, advanced(1, 14, false))
                .when(complete)
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
        fixture.given(STARTED, advanced(1, 14, true), completed)
                .when(complete)
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void oneThatNeverWasDoesNotAdvance() {
        fixture.givenNoPriorActivity()
                .when(advance(1, 1, 1, true))
                .expectNoEvents()
                .expectException(AggregateNotFoundException.class);
    }
}
