package io.hookstream.command.event;

import static io.hookstream.command.Samples.expectRefused;
import static io.hookstream.command.Samples.fixture;
import static io.hookstream.command.event.EventSamples.FIRST;
import static io.hookstream.command.event.EventSamples.ID;
import static io.hookstream.command.event.EventSamples.RECEIVED;
import static io.hookstream.command.event.EventSamples.SECOND;
import static io.hookstream.command.event.EventSamples.cancelled;
import static io.hookstream.command.event.EventSamples.ended;
import static io.hookstream.command.event.EventSamples.failed;
import static io.hookstream.command.event.EventSamples.failure;
import static io.hookstream.command.event.EventSamples.record;
import static io.hookstream.command.event.EventSamples.recorded;
import static io.hookstream.command.event.EventSamples.recovered;
import static io.hookstream.command.event.EventSamples.requested;
import static io.hookstream.command.event.EventSamples.retried;
import static io.hookstream.command.event.EventSamples.routed;
import static io.hookstream.command.event.EventSamples.succeeded;
import static io.hookstream.command.event.EventSamples.success;

import io.hookstream.messages.Refused.Code;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.InboundEventCommand.CancelDelivery;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.Test;

/** An event once its deliveries are requested: each delivery's way, and the status they add up to. */
class DeliveriesTest {

    private final AggregateTestFixture<InboundEvent> fixture = fixture(InboundEvent.class);

    @Test
    void aSuccessDeliversTheOnlyDelivery() {
        one().when(record(FIRST, success(1))).expectEvents(succeeded(FIRST, 1, "delivered"));
    }

    @Test
    void aFailureLeavesTheDeliveryPending() {
        one().when(record(FIRST, failure(1))).expectEvents(failed(FIRST, 1));
    }

    @Test
    void aFailedOneIsNotAttemptedBeforeItsRetryIsDue() {
        expectSilence(one(failed(FIRST, 1)).when(record(FIRST, success(2))));
    }

    @Test
    void anAttemptIsRecordedOnce() {
        expectSilence(one(failed(FIRST, 1)).when(record(FIRST, failure(1))));
        expectSilence(one(succeeded(FIRST, 1, "delivered")).when(record(FIRST, success(1))));
    }

    @Test
    void anAttemptWithAnOldNumberIsIgnoredWhateverItSays() {
        expectSilence(one(failed(FIRST, 1), failed(FIRST, 2)).when(record(FIRST, success(1))));
        expectSilence(one(failed(FIRST, 1), failed(FIRST, 2)).when(record(FIRST, success(2))));
    }

    @Test
    void aDeliveredOneHasNoMoreAttempts() {
        expectSilence(one(succeeded(FIRST, 1, "delivered")).when(record(FIRST, failure(2))));
        expectSilence(one(succeeded(FIRST, 1, "delivered")).when(record(FIRST, success(2))));
    }

    @Test
    void aCancelledOneHasNoMoreAttempts() {
        expectSilence(one(cancelled(FIRST, "failed")).when(record(FIRST, success(1))));
        expectSilence(one(cancelled(FIRST, "failed")).when(record(FIRST, failure(1))));
    }

    @Test
    void aPendingOneIsCancelled() {
        one().when(cancel(FIRST)).expectEvents(cancelled(FIRST, "failed"));
        one(failed(FIRST, 1)).when(cancel(FIRST)).expectEvents(cancelled(FIRST, "failed"));
    }

    @Test
    void isCancelledOnce() {
        expectSilence(one(cancelled(FIRST, "failed")).when(cancel(FIRST)));
    }

    @Test
    void aDeliveredOneIsNotCancelled() {
        expectSilence(one(succeeded(FIRST, 1, "delivered")).when(cancel(FIRST)));
    }

    @Test
    void anUnknownDeliveryIsNotFound() {
        expectRefused(one().when(record(SECOND, success(1))), Code.NOT_FOUND, "Delivery not found");
        expectRefused(one().when(cancel(SECOND)), Code.NOT_FOUND, "Delivery not found");
        expectRefused(fixture.given(RECEIVED).when(cancel(FIRST)), Code.NOT_FOUND, "Delivery not found");
    }

    @Test
    void severalAreRecordedAtOnceButForThoseThatAreOver() {
        two().when(record(List.of(ended(FIRST, failure(1)), ended(SECOND, success(1)))))
                .expectEvents(failed(FIRST, 1), succeeded(SECOND, 1, "processing"))
                .expectResultMessagePayload(recorded(FIRST, SECOND));
        two(cancelled(FIRST, "processing"))
                .when(record(List.of(ended(FIRST, success(1)), ended(SECOND, success(1)))))
                .expectEvents(succeeded(SECOND, 1, "failed"))
                .expectResultMessagePayload(recorded(SECOND));
    }

    @Test
    void severalOfWhichOneIsUnknownAreNotRecorded() {
        expectRefused(
                one().when(record(List.of(ended(FIRST, success(1)), ended(SECOND, success(1))))),
                Code.NOT_FOUND,
                "Delivery not found");
    }

    @Test
    void theEventIsProcessingWhileADeliveryIsPending() {
        two().when(record(FIRST, success(1))).expectEvents(succeeded(FIRST, 1, "processing"));
        two().when(record(SECOND, success(1))).expectEvents(succeeded(SECOND, 1, "processing"));
        two().when(cancel(FIRST)).expectEvents(cancelled(FIRST, "processing"));
        two(succeeded(FIRST, 1, "processing")).when(record(SECOND, failure(1))).expectEvents(failed(SECOND, 1));
        two(cancelled(FIRST, "processing")).when(record(SECOND, failure(1))).expectEvents(failed(SECOND, 1));
    }

    @Test
    void theEventIsDeliveredOnceAllDeliveriesAre() {
        two(succeeded(FIRST, 1, "processing"))
                .when(record(SECOND, success(1)))
                .expectEvents(succeeded(SECOND, 1, "delivered"));
        two(succeeded(SECOND, 1, "processing"), failed(FIRST, 1), retried(FIRST, 2, false))
                .when(record(FIRST, success(2)))
                .expectEvents(succeeded(FIRST, 2, "delivered"), recovered(FIRST, 1));
    }

    @Test
    void theEventHasFailedIfADeliveryIsCancelledAndTheOtherDelivered() {
        two(succeeded(FIRST, 1, "processing")).when(cancel(SECOND)).expectEvents(cancelled(SECOND, "failed"));
        two(cancelled(FIRST, "processing"))
                .when(record(SECOND, success(1)))
                .expectEvents(succeeded(SECOND, 1, "failed"));
    }

    @Test
    void theEventHasFailedIfAllDeliveriesAreCancelled() {
        two(cancelled(SECOND, "processing")).when(cancel(FIRST)).expectEvents(cancelled(FIRST, "failed"));
    }

    @Test
    void theAttemptsOfOneDeliveryDoNotCountForAnother() {
        two(failed(FIRST, 1), failed(FIRST, 2)).when(record(SECOND, failure(1))).expectEvents(failed(SECOND, 1));
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

    private static CancelDelivery cancel(DeliveryTarget target) {
        return new CancelDelivery(ID, target.deliveryId(), "deleted");
    }

    private static void expectSilence(ResultValidator<?> result) {
        result.expectNoEvents().expectSuccessfulHandlerExecution();
    }
}
