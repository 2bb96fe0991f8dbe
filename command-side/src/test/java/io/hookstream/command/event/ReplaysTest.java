package io.hookstream.command.event;

import static io.hookstream.command.Samples.OTHER_TENANT;
import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;
import static io.hookstream.command.event.EventSamples.FIRST;
import static io.hookstream.command.event.EventSamples.ID;
import static io.hookstream.command.event.EventSamples.RECEIVED;
import static io.hookstream.command.event.EventSamples.SOURCE;
import static io.hookstream.command.event.EventSamples.cancelled;
import static io.hookstream.command.event.EventSamples.dead;
import static io.hookstream.command.event.EventSamples.failed;
import static io.hookstream.command.event.EventSamples.failure;
import static io.hookstream.command.event.EventSamples.match;
import static io.hookstream.command.event.EventSamples.record;
import static io.hookstream.command.event.EventSamples.recovered;
import static io.hookstream.command.event.EventSamples.requested;
import static io.hookstream.command.event.EventSamples.retried;
import static io.hookstream.command.event.EventSamples.routed;
import static io.hookstream.command.event.EventSamples.succeeded;
import static io.hookstream.command.event.EventSamples.success;

import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import io.hookstream.messages.event.InboundEventCommand.DeadLetterDelivery;
import io.hookstream.messages.event.InboundEventCommand.RequestReplay;
import io.hookstream.messages.event.InboundEventCommand.RouteEvent;
import io.hookstream.messages.event.InboundEventCommand.RouteReplay;
import io.hookstream.messages.event.InboundEventEvent.EventReplayFinished;
import io.hookstream.messages.event.InboundEventEvent.EventReplayed;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.messages.event.InboundEventEvent.ReplayRequested;
import io.hookstream.messages.event.InboundEventEvent.Skipped;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** An event that is replayed: over two connections to the same destination, unless a test says otherwise. */
class ReplaysTest {

    private static final String REPLAY = "rpl_1";
    private static final DeliveryTarget ONE = new DeliveryTarget("dlv_11", "conn_1", "dst_1", REPLAY, 3L);
    private static final DeliveryTarget TWO = new DeliveryTarget("dlv_12", "conn_2", "dst_1", REPLAY, 3L);
    private static final ReplayRequested REQUESTED = requestedBy(REPLAY);

    private final AggregateTestFixture<InboundEvent> fixture = fixture(InboundEvent.class);

    private static ReplayRequested requestedBy(String replayId) {
        return new ReplayRequested(ID, TENANT, SOURCE, replayId, "dst_1", "now");
    }

    private static RequestReplay request(String replayId) {
        return new RequestReplay(ID, TENANT, replayId, "dst_1", "now");
    }

    private static RouteReplay route(DeliveryTarget... targets) {
        return new RouteReplay(
                ID, REPLAY, List.of(targets).stream().map(EventSamples::match).toList(), List.of());
    }

    private static EventReplayed replayed(String status, DeliveryTarget... targets) {
        return new EventReplayed(ID, TENANT, SOURCE, REPLAY, List.of(targets), List.of(), status);
    }

    private static EventReplayFinished finished(String outcome) {
        return new EventReplayFinished(ID, TENANT, SOURCE, REPLAY, outcome);
    }

    /** Replayed on both ways. */
    private Object[] underWay(Object... more) {
        Object[] given = new Object[5 + more.length];
        given[0] = RECEIVED;
        given[1] = REQUESTED;
        given[2] = replayed("processing", ONE, TWO);
        given[3] = requested(ONE);
        given[4] = requested(TWO);
        System.arraycopy(more, 0, given, 5, more.length);
        return given;
    }

    @Test
    void isRequestedOncePerReplay() {
        fixture.given(RECEIVED).when(request(REPLAY)).expectEvents(REQUESTED);
        fixture.given(RECEIVED, REQUESTED)
                .when(request(REPLAY))
                .expectNoEvents()
                .expectSuccessfulHandlerExecution();
        fixture.given(RECEIVED, REQUESTED).when(request("rpl_2")).expectEvents(requestedBy("rpl_2"));
    }

    @Test
    void anothersEventIsNotFound() {
        expectRefused(
                fixture.given(RECEIVED).when(new RequestReplay(ID, OTHER_TENANT, REPLAY, "dst_1", "now")),
                Code.NOT_FOUND,
                "Event not found");
    }

    @Test
    void goesWhereItsReplayLeads() {
        fixture.given(RECEIVED, REQUESTED)
                .when(route(ONE, TWO))
                .expectEvents(replayed("processing", ONE, TWO), requested(ONE), requested(TWO));
    }

    @Test
    void isRoutedOncePerReplay() {
        fixture.given(underWay()).when(route(ONE)).expectNoEvents().expectSuccessfulHandlerExecution();
        fixture.given(RECEIVED).when(route(ONE)).expectNoEvents().expectSuccessfulHandlerExecution();
    }

    @Test
    void isFinishedAtOnceIfNoConnectionLetsItThrough() {
        List<Skipped> skipped = List.of(new Skipped("conn_1", "the connection is disabled", 3L));

        fixture.given(RECEIVED, REQUESTED)
                .when(new RouteReplay(ID, REPLAY, List.of(), skipped))
                .expectEvents(
                        new EventReplayed(ID, TENANT, SOURCE, REPLAY, List.of(), skipped, "received"),
                        finished("skipped"));
    }

    @Test
    void keepsItsStatusIfNoConnectionLetsItThrough() {
        fixture.given(RECEIVED, routed(FIRST), requested(FIRST), succeeded(FIRST, 1, "delivered"), REQUESTED)
                .when(route())
                .expectEvents(replayed("delivered"), finished("skipped"));
    }

    @Test
    void isFinishedWithItsLastDelivery() {
        fixture.given(underWay()).when(record(ONE, success(1))).expectEvents(succeeded(ONE, 1, "processing"));
        fixture.given(underWay(succeeded(ONE, 1, "processing")))
                .when(record(TWO, success(1)))
                .expectEvents(succeeded(TWO, 1, "delivered"), finished("succeeded"));
    }

    @Test
    void hasFailedIfADeliveryIsDead() {
        fixture.given(underWay(succeeded(ONE, 1, "processing"), failed(TWO, 1)))
                .when(new DeadLetterDelivery(ID, "dlv_12", 1, "no retries are left"))
                .expectEvents(dead(TWO, 1, "failed"), finished("failed"));
        fixture.given(underWay(failed(TWO, 1), dead(TWO, 1, "processing")))
                .when(record(ONE, success(1)))
                .expectEvents(succeeded(ONE, 1, "failed"), finished("failed"));
    }

    @Test
    void hasFailedIfADeliveryIsCancelled() {
        fixture.given(underWay(succeeded(ONE, 1, "processing")))
                .when(new CancelDelivery(ID, "dlv_12", "deleted"))
                .expectEvents(cancelled(TWO, "failed"), finished("failed"));
    }

    @Test
    void whatAPersonRetriesLaterChangesNothingOfTheReplay() {
        Object[] given = underWay(
                succeeded(ONE, 1, "processing"),
                failed(TWO, 1),
                dead(TWO, 1, "failed"),
                finished("failed"),
                retried(TWO, 2, true));

        fixture.given(given)
                .when(record(TWO, success(2)))
                .expectEvents(succeeded(TWO, 2, "delivered"), recovered(TWO, 1));
    }

    @Test
    void doesNotEndTheDeliveriesThatItsArrivalAskedFor() {
        fixture.given(underWay(routed(FIRST), requested(FIRST)))
                .when(record(FIRST, failure(1)))
                .expectEvents(failed(FIRST, 1));
    }

    @Test
    void isRoutedAsEverIfItsReplayWasFaster() {
        fixture.given(underWay())
                .when(new RouteEvent(ID, List.of(), List.of()))
                .expectEvents(new EventRouted(ID, TENANT, SOURCE, List.of(), List.of(), "processing"));
        fixture.given(underWay())
                .when(new RouteEvent(ID, List.of(match(FIRST)), List.of()))
                .expectEvents(routed(FIRST), requested(FIRST));
    }
}
