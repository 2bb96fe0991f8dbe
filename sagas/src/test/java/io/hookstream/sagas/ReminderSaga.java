package io.hookstream.sagas;

import io.hookstream.sagas.deadline.MongoDeadlineManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.springframework.beans.factory.annotation.Autowired;

/** Reminds of an order, again and again, until it is paid or has been reminded of often enough. */
@Saga
public class ReminderSaga {

    private static final String REMIND = "remind";

    record Placed(String orderId, long everyMillis, int times) {}

    record Paid(String orderId) {}

    record Remind(String orderId) {}

    record Reminded(int number, Instant at) {}

    /** What happens outside of a saga. */
    interface Witness {
        void placed(Placed event);

        void reminded(String orderId, int number);

        void paid(String orderId);
    }

    @Autowired
    private transient MongoDeadlineManager deadlines;

    @Autowired
    private transient Witness witness;

    private Placed placed;
    private Instant placedAt;
    private final List<Reminded> reminders = new ArrayList<>();

    @StartSaga
    @SagaEventHandler(associationProperty = "orderId")
    void on(Placed event, @Timestamp Instant at) {
        witness.placed(event);
        placed = event;
        placedAt = at;
        schedule();
    }

    private void schedule() {
        Instant next = placedAt.plusMillis(placed.everyMillis() * (reminders.size() + 1));
        deadlines.schedule(next, REMIND, new Remind(placed.orderId()));
    }

    @DeadlineHandler(deadlineName = REMIND)
    void on(Remind due, @Timestamp Instant at) {
        reminders.add(new Reminded(reminders.size() + 1, at));
        witness.reminded(due.orderId(), reminders.size());
        if (reminders.size() == placed.times()) {
            SagaLifecycle.end();
        } else {
            schedule();
        }
    }

    @EndSaga
    @SagaEventHandler(associationProperty = "orderId")
    void on(Paid event) {
        witness.paid(event.orderId());
        deadlines.cancelAllWithinScope(REMIND);
    }
}
