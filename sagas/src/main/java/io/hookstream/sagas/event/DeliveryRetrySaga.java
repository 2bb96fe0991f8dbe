package io.hookstream.sagas.event;

import io.hookstream.messages.destination.RetryPolicy;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.InboundEventCommand.DeadLetterDelivery;
import io.hookstream.messages.event.InboundEventCommand.RetryDelivery;
import io.hookstream.messages.event.InboundEventCommand.ScheduleRetry;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRecovered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.sagas.Commands;
import io.hookstream.sagas.deadline.Grouped;
import java.time.Instant;
import java.util.Map;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * One delivery that has failed, until it is delivered, dead or cancelled. Each failure says by which policy it is judged
 * and how many retries there were, so the saga remembers nothing: it holds what is to be tried later, as a deadline.
 */
@Saga
@SuppressWarnings("NullAway.Init") // Axon makes an empty one, and Spring sets what it needs
public class DeliveryRetrySaga {

    private static final String RETRY = "retry_delivery";

    /** Trying again would change nothing about them. */
    private static final Map<String, String> FINAL = Map.of(
            Attempt.GONE, "the destination says that it is gone",
            Attempt.TRANSFORM_ERROR, "the transform would fail again");

    @Autowired
    private transient DeadlineManager deadlines;

    @Autowired
    private transient Commands commands;

    /** @param attempt the number of the attempt that is to come */
    public record RetryDue(String eventId, String deliveryId, String destinationId, int attempt) implements Grouped {

        @Override
        public String group() {
            return destinationId;
        }
    }

    @StartSaga
    @SagaEventHandler(associationProperty = "deliveryId")
    public void on(DeliveryFailed event) {
        RetryPolicy policy = event.retryPolicy();
        String hopeless = hopeless(event);
        int number = event.attempt().number();
        if (hopeless != null) {
            commands.send(new DeadLetterDelivery(event.eventId(), event.deliveryId(), number, hopeless));
            return;
        }
        Instant due = event.attempt().endedAt().plus(policy.delay(event.retry() + 1, event.deliveryId()));
        Instant asked = event.notBefore();
        if (asked != null && asked.isAfter(due)) {
            due = asked;
        }
        commands.send(new ScheduleRetry(event.eventId(), event.deliveryId(), number + 1, due));
        deadlines.schedule(
                due,
                RETRY,
                new RetryDue(event.eventId(), event.deliveryId(), event.target().destinationId(), number + 1));
    }

    private static @Nullable String hopeless(DeliveryFailed event) {
        String last = FINAL.get(String.valueOf(event.attempt().errorType()));
        if (last != null) {
            return last;
        }
        int retries = event.retryPolicy().maxAttempts();
        return event.retry() < retries ? null : "no retries are left of " + retries;
    }

    /** What waits for its circuit then waits in the lane, not here. */
    @DeadlineHandler(deadlineName = RETRY)
    public void on(RetryDue due) {
        commands.send(new RetryDelivery(due.eventId(), due.deliveryId(), due.attempt()));
    }

    /** A person did not want to wait. */
    @SagaEventHandler(associationProperty = "deliveryId")
    public void on(DeliveryRetryRequested event) {
        if (event.manual()) {
            deadlines.cancelAllWithinScope(RETRY);
        }
    }

    @EndSaga
    @SagaEventHandler(associationProperty = "deliveryId")
    public void on(DeliveryRecovered event) {
        deadlines.cancelAllWithinScope(RETRY);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = "deliveryId")
    public void on(DeliveryDeadLettered event) {
        deadlines.cancelAllWithinScope(RETRY);
    }

    @EndSaga
    @SagaEventHandler(associationProperty = "deliveryId")
    public void on(DeliveryCancelled event) {
        deadlines.cancelAllWithinScope(RETRY);
    }
}
