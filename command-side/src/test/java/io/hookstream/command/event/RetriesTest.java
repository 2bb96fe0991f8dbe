package io.hookstream.command.event;

import static io.hookstream.command.Samples.TENANT;
import static io.hookstream.command.Samples.createDestination;
import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;
import static io.hookstream.command.event.EventSamples.DUE;
import static io.hookstream.command.event.EventSamples.FIRST;
import static io.hookstream.command.event.EventSamples.ID;
import static io.hookstream.command.event.EventSamples.RECEIVED;
import static io.hookstream.command.event.EventSamples.SECOND;
import static io.hookstream.command.event.EventSamples.cancelled;
import static io.hookstream.command.event.EventSamples.dead;
import static io.hookstream.command.event.EventSamples.failed;
import static io.hookstream.command.event.EventSamples.failure;
import static io.hookstream.command.event.EventSamples.record;
import static io.hookstream.command.event.EventSamples.recovered;
import static io.hookstream.command.event.EventSamples.repeated;
import static io.hookstream.command.event.EventSamples.requested;
import static io.hookstream.command.event.EventSamples.retried;
import static io.hookstream.command.event.EventSamples.routed;
import static io.hookstream.command.event.EventSamples.scheduled;
import static io.hookstream.command.event.EventSamples.succeeded;
import static io.hookstream.command.event.EventSamples.success;

import io.hookstream.command.CommandSide;
import io.hookstream.command.destination.Destination;
import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.destination.DestinationCommand.DeleteDestination;
import io.hookstream.messages.destination.DestinationCommand.UpdateDestination;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import io.hookstream.messages.event.InboundEventCommand.DeadLetterDelivery;
import io.hookstream.messages.event.InboundEventCommand.NotRetried;
import io.hookstream.messages.event.InboundEventCommand.Retried;
import io.hookstream.messages.event.InboundEventCommand.RetryDelivery;
import io.hookstream.messages.event.InboundEventCommand.RetryEvent;
import io.hookstream.messages.event.InboundEventCommand.ScheduleRetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries that fail: tried later, tried again, given up, and tried again because a person wants it. */
class RetriesTest {

    private static final ScheduleRetry SCHEDULE = new ScheduleRetry(ID, FIRST.deliveryId(), 2, DUE);
    private static final RetryDelivery DUE_NOW = new RetryDelivery(ID, FIRST.deliveryId(), 2);
    private static final DeadLetterDelivery GIVE_UP =
            new DeadLetterDelivery(ID, FIRST.deliveryId(), 1, "no retries are left");

    private final CommandSide commandSide = CommandSide.start();
    private final AggregateTestFixture<InboundEvent> fixture = fixture(InboundEvent.class);

    @BeforeEach
    void createDestinations() {
        commandSide.send(createDestination(FIRST.destinationId(), TENANT, "first"));
        commandSide.send(createDestination(SECOND.destinationId(), TENANT, "second"));
        fixture.registerInjectableResource(new Destinations(commandSide.repository(Destination.class)));
    }

    @AfterEach
    void stop() {
        commandSide.close();
    }

    @Test
    void aRetryIsScheduledOnce() {
        one(failed(FIRST, 1)).when(SCHEDULE).expectEvents(scheduled(FIRST, 2));
        expectSilence(one(failed(FIRST, 1), scheduled(FIRST, 2)).when(SCHEDULE));
    }

    @Test
    void noRetryIsScheduledOfWhatIsNotWaitingForIt() {
        expectSilence(one().when(SCHEDULE));
        expectSilence(one(succeeded(FIRST, 1, "delivered")).when(SCHEDULE));
        expectSilence(one(failed(FIRST, 1), dead(FIRST, 1, "failed")).when(SCHEDULE));
        expectSilence(one(failed(FIRST, 1), retried(FIRST, 2, false), failed(FIRST, 2))
                .when(SCHEDULE));
    }

    @Test
    void aRetryThatIsDueIsRequestedOnce() {
        one(failed(FIRST, 1), scheduled(FIRST, 2)).when(DUE_NOW).expectEvents(retried(FIRST, 2, false));
        expectSilence(one(failed(FIRST, 1), retried(FIRST, 2, false)).when(DUE_NOW));
    }

    @Test
    void aRetryThatIsNotWaitedForIsNotRequested() {
        expectSilence(one().when(DUE_NOW));
        expectSilence(one(failed(FIRST, 1), cancelled(FIRST, "failed")).when(DUE_NOW));
        expectSilence(one(failed(FIRST, 1), retried(FIRST, 2, false), failed(FIRST, 2))
                .when(DUE_NOW));
    }

    @Test
    void aRetryThatFailsSaysHowManyThereWere() {
        one(failed(FIRST, 1), retried(FIRST, 2, false))
                .when(record(FIRST, failure(2)))
                .expectEvents(failed(FIRST, 2, 1, "processing"));
    }

    @Test
    void aRetryThatSucceedsIsARecovery() {
        one(failed(FIRST, 1), retried(FIRST, 2, false))
                .when(record(FIRST, success(2)))
                .expectEvents(succeeded(FIRST, 2, "delivered"), recovered(FIRST, 1));
    }

    @Test
    void whatSucceedsTwiceDoesNotRecover() {
        one(succeeded(FIRST, 1, "delivered"), repeated(FIRST, 2))
                .when(record(FIRST, success(2)))
                .expectEvents(succeeded(FIRST, 2, "delivered"));
    }

    @Test
    void whatIsGivenUpIsDeadOnce() {
        one(failed(FIRST, 1)).when(GIVE_UP).expectEvents(dead(FIRST, 1, "failed"));
        expectSilence(one(failed(FIRST, 1), dead(FIRST, 1, "failed")).when(GIVE_UP));
    }

    @Test
    void whatIsTriedAgainAlreadyIsNotGivenUp() {
        expectSilence(one(failed(FIRST, 1), retried(FIRST, 2, true)).when(GIVE_UP));
    }

    @Test
    void theEventIsProcessingUntilItsLastDeliveryIsDead() {
        two(failed(FIRST, 1)).when(GIVE_UP).expectEvents(dead(FIRST, 1, "processing"));
        two(failed(FIRST, 1), succeeded(SECOND, 1, "processing")).when(GIVE_UP).expectEvents(dead(FIRST, 1, "failed"));
    }

    @Test
    void theDeadIsNotCancelled() {
        expectSilence(one(failed(FIRST, 1), dead(FIRST, 1, "failed"))
                .when(new CancelDelivery(ID, FIRST.deliveryId(), "deleted")));
    }

    @Test
    void aPersonRetriesTheDead() {
        one(failed(FIRST, 1), dead(FIRST, 1, "failed"))
                .when(retryAll())
                .expectEvents(retried(FIRST, 2, true))
                .expectResultMessagePayload(new Retried(List.of(FIRST), List.of(), List.of()));
    }

    @Test
    void aPersonNeedNotWaitUntilARetryIsDue() {
        one(failed(FIRST, 1), scheduled(FIRST, 2)).when(retryAll()).expectEvents(retried(FIRST, 2, true));
    }

    @Test
    void theRetriesCountAnewOnceAPersonHasRetried() {
        one(
                        failed(FIRST, 1),
                        retried(FIRST, 2, false),
                        failed(FIRST, 2),
                        dead(FIRST, 2, "failed"),
                        retried(FIRST, 3, true))
                .when(record(FIRST, failure(3)))
                .expectEvents(failed(FIRST, 3, 0, "processing"));
    }

    @Test
    void aPersonRetriesOnlyWhatHasNotSucceeded() {
        two(succeeded(FIRST, 1, "processing"), failed(SECOND, 1), dead(SECOND, 1, "failed"))
                .when(retryAll())
                .expectEvents(retried(SECOND, 2, true));
    }

    @Test
    void aPersonRetriesAllIfEachHasSucceeded() {
        two(succeeded(FIRST, 1, "processing"), succeeded(SECOND, 1, "delivered"))
                .when(retryAll())
                .expectEvents(repeated(FIRST, 2), repeated(SECOND, 2));
    }

    @Test
    void aPersonRetriesOneOfThem() {
        two(failed(FIRST, 1), failed(SECOND, 1), dead(SECOND, 1, "processing"))
                .when(new RetryEvent(ID, TENANT, SECOND.deliveryId()))
                .expectEvents(retried(SECOND, 2, true));
    }

    @Test
    void aPersonDoesNotRetryOneThatHasSucceeded() {
        expectRefused(
                two(failed(FIRST, 1), retried(FIRST, 2, false), succeeded(FIRST, 2, "processing"))
                        .when(new RetryEvent(ID, TENANT, FIRST.deliveryId())),
                Code.CONFLICT,
                "The delivery has succeeded: there is nothing to retry");
    }

    @Test
    void whatGoesToADestinationThatTakesNothingIsRefusedByName() {
        commandSide.send(new DeleteDestination(FIRST.destinationId(), TENANT));
        commandSide.send(new UpdateDestination(SECOND.destinationId(), TENANT, Map.of("enabled", false)));
        two(failed(FIRST, 1), dead(FIRST, 1, "processing"))
                .when(retryAll())
                .expectNoEvents()
                .expectResultMessagePayload(new Retried(
                        List.of(),
                        List.of(),
                        List.of(
                                new NotRetried(FIRST, "The destination was deleted"),
                                new NotRetried(SECOND, "The destination is disabled"))));
    }

    @Test
    void oneDestinationThatIsGoneDoesNotHoldTheOther() {
        commandSide.send(new DeleteDestination(FIRST.destinationId(), TENANT));
        two(failed(FIRST, 1), failed(SECOND, 1)).when(retryAll()).expectEvents(retried(SECOND, 2, true));
    }

    @Test
    void anEventWithoutDeliveriesHasNothingToRetry() {
        fixture.given(RECEIVED)
                .when(retryAll())
                .expectNoEvents()
                .expectResultMessagePayload(new Retried(List.of(), List.of(), List.of()));
    }

    @Test
    void whatIsQueuedIsNotAskedForAgain() {
        one().when(retryAll())
                .expectNoEvents()
                .expectResultMessagePayload(new Retried(List.of(), List.of(FIRST), List.of()));
    }

    @Test
    void nobodyRetriesTheEventsOfOthers() {
        Tenant other = new Tenant("org_other", "env_other");
        expectRefused(one().when(new RetryEvent(ID, other, null)), Code.NOT_FOUND, "Event not found");
    }

    @Test
    void aReplayThatSucceedsMendsWhatWasDead() {
        DeliveryTarget again = new DeliveryTarget("dlv_9", FIRST.connectionId(), FIRST.destinationId(), "rpl_1");
        one(failed(FIRST, 1), dead(FIRST, 1, "failed"), requested(again))
                .when(record(again, success(1)))
                .expectEvents(succeeded(again, 1, "delivered"));
    }

    private static RetryEvent retryAll() {
        return new RetryEvent(ID, TENANT, null);
    }

    private TestExecutor<InboundEvent> one(Object... happened) {
        return given(List.of(RECEIVED, routed(FIRST), requested(FIRST)), happened);
    }

    private TestExecutor<InboundEvent> two(Object... happened) {
        return given(List.of(RECEIVED, routed(FIRST, SECOND), requested(FIRST), requested(SECOND)), happened);
    }

    private TestExecutor<InboundEvent> given(List<Object> first, Object... then) {
        List<Object> all = new ArrayList<>(first);
        all.addAll(List.of(then));
        return fixture.given(all);
    }

    private static void expectSilence(ResultValidator<?> result) {
        result.expectNoEvents().expectSuccessfulHandlerExecution();
    }
}
