package io.hookstream.sagas.replay;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.InboundEventCommand.RequestReplay;
import io.hookstream.messages.replay.ReplayCommand.AdvanceReplay;
import io.hookstream.messages.replay.ReplayCommand.CompleteReplay;
import io.hookstream.messages.replay.ReplayEvent.ReplayAdvanced;
import io.hookstream.messages.replay.ReplayEvent.ReplayCompleted;
import io.hookstream.messages.replay.ReplayEvent.ReplayStarted;
import io.hookstream.messages.replay.ReplayQuery.FindReplay;
import io.hookstream.messages.replay.ReplayQuery.ListReplayable;
import io.hookstream.messages.replay.ReplayQuery.Selection;
import io.hookstream.messages.replay.ReplaySettings;
import io.hookstream.messages.replay.ReplayView;
import io.hookstream.sagas.Commands;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.modelling.saga.EndSaga;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * One replay job. Each step asks for as many events as a second may have, and the next step comes a second after the log
 * has the last one: so a step that a crash interrupts is the only one that is taken again, and events that have been asked
 * to be replayed already pass over that. After the last step it waits until each event has an outcome.
 */
@Saga
@SuppressWarnings("NullAway.Init") // Axon makes an empty one, and Spring sets what it needs
public class ReplaySaga {

    private static final String STEP = "replay_step";
    private static final String OUTCOMES = "replay_outcomes";
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** For a destination that is slow, disabled or down: nobody watches for so long. */
    private static final Duration LONG_PAUSE = Duration.ofSeconds(10);

    private static final int SHORT_PAUSES = 60;

    @Autowired
    private transient DeadlineManager deadlines;

    @Autowired
    private transient Commands commands;

    @Autowired
    private transient ReplayableEvents events;

    private String replayId;
    private Tenant tenant;
    private ReplaySettings settings;
    private Instant until;

    /** Of the replay's beginning in the log. */
    private long position;

    private int step;
    private @Nullable String cursor;
    private int requested;

    /** @param step that is to be taken, from 1 */
    public record StepDue(String replayId, int step) {}

    /** @param look at the outcomes, from 1 */
    public record LookDue(String replayId, int look) {}

    @StartSaga
    @SagaEventHandler(associationProperty = "id", keyName = "replayId")
    public void on(ReplayStarted event, @Timestamp Instant at, EventMessage<?> message) {
        replayId = event.id();
        tenant = event.tenant();
        settings = event.settings();
        Instant to = Objects.requireNonNull(settings.to(), "checked when it was started");
        until = to.isBefore(at) ? to : at;
        position = message instanceof TrackedEventMessage<?> tracked
                ? tracked.trackingToken().position().orElse(0)
                : 0;
        deadlines.schedule(at, STEP, new StepDue(replayId, 1));
    }

    @DeadlineHandler(deadlineName = STEP)
    public void on(StepDue due, @Timestamp Instant at) {
        if (due.step() != step + 1) {
            return;
        }
        int wanted = Math.min(
                Objects.requireNonNull(settings.rateLimit(), "checked"),
                Objects.requireNonNull(settings.maxEvents(), "checked") - requested);
        Instant from = Objects.requireNonNull(settings.from(), "checked");
        Selection selection = new Selection(tenant, settings.sourceId(), from, until);
        Optional<List<String>> next = events.next(new ListReplayable(selection, cursor, wanted), position);
        if (next.isEmpty()) {
            deadlines.schedule(at.plus(PAUSE), STEP, due);
            return;
        }
        List<String> ids = next.get();
        // One after the other: the log then has them in the order in which they came.
        commands.sendInOrder(ids.stream().map(this::request).toList());
        boolean exhausted = ids.size() < wanted || requested + ids.size() >= settings.maxEvents();
        commands.send(
                new AdvanceReplay(replayId, due.step(), ids.isEmpty() ? cursor : ids.getLast(), ids.size(), exhausted));
    }

    private RequestReplay request(String eventId) {
        return new RequestReplay(
                eventId,
                tenant,
                replayId,
                Objects.requireNonNull(settings.destinationId(), "checked"),
                Objects.requireNonNull(settings.config(), "checked"));
    }

    @SagaEventHandler(associationProperty = "id", keyName = "replayId")
    public void on(ReplayAdvanced event, @Timestamp Instant at) {
        step = event.step();
        cursor = event.cursor();
        requested = event.requested();
        if (event.exhausted()) {
            deadlines.schedule(at, OUTCOMES, new LookDue(replayId, 1));
        } else {
            deadlines.schedule(at.plus(PAUSE), STEP, new StepDue(replayId, step + 1));
        }
    }

    @DeadlineHandler(deadlineName = OUTCOMES)
    public void on(LookDue due, @Timestamp Instant at) {
        ReplayView replay = events.find(new FindReplay(replayId, tenant));
        if (replay != null && replay.processed() >= requested) {
            commands.send(new CompleteReplay(replayId, replay.succeeded(), replay.failed(), replay.skipped()));
        } else {
            Duration pause = due.look() < SHORT_PAUSES ? PAUSE : LONG_PAUSE;
            deadlines.schedule(at.plus(pause), OUTCOMES, new LookDue(replayId, due.look() + 1));
        }
    }

    @EndSaga
    @SagaEventHandler(associationProperty = "id", keyName = "replayId")
    public void on(ReplayCompleted event) {
        deadlines.cancelAllWithinScope(OUTCOMES);
    }
}
