package io.hookstream.app;

import io.hookstream.messages.source.SourceEvent.SourceCreated;
import io.hookstream.sagas.deadline.Grouped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.springframework.beans.factory.annotation.Autowired;

/** Starts with a source, and ends at its deadline. Its first try to start fails. */
@Saga
public class WelcomeSaga {

    private static final String WELCOME = "welcome";

    record Welcome(String sourceId) implements Grouped {

        @Override
        public String group() {
            return WELCOME;
        }
    }

    /** What the sagas of a program have seen, in order. */
    static class Diary {
        final List<String> entries = new CopyOnWriteArrayList<>();
    }

    @Autowired
    private transient Diary diary;

    @Autowired
    private transient DeadlineManager deadlines;

    private String sourceId;

    @StartSaga
    @SagaEventHandler(associationProperty = "id")
    void on(SourceCreated event) {
        sourceId = event.id();
        diary.entries.add("created " + sourceId);
        if (diary.entries.size() == 1) {
            throw new IllegalStateException("no server");
        }
        deadlines.schedule(Duration.ofDays(1), WELCOME, new Welcome(sourceId));
    }

    @EndSaga
    @DeadlineHandler(deadlineName = WELCOME)
    void on(Welcome due) {
        diary.entries.add("welcome " + due.sourceId());
    }
}
