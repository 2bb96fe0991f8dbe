package io.hookstream.sagas.issue;

import io.hookstream.messages.LogPosition;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.issue.IssueCommand.OpenIssue;
import io.hookstream.messages.issue.IssueCommand.ResolveIssue;
import io.hookstream.messages.issue.IssueEvent.IssueReopened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.Occurrence;
import io.hookstream.sagas.Commands;
import io.hookstream.sagas.SagasProperties;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Failures of one kind at one destination: opens an issue at the first, and resolves it when there were none for long. It
 * stays for as long again after that: it knows up to where in the log it has come, so that an event that is handled again
 * opens nothing. What it sends and schedules it then sends and schedules again, for that may be what was missing.
 */
@Saga
@SuppressWarnings("NullAway.Init") // Axon makes an empty one, and Spring sets what it needs
public class IssueSaga {

    private static final String KEY = "issue";
    private static final String QUIET = "issue_quiet";

    @Autowired
    private transient DeadlineManager deadlines;

    @Autowired
    private transient Commands commands;

    @Autowired
    private transient SagasProperties properties;

    /** Up to where in the log it has come. */
    private long position = -1;

    private Instant lastSeen = Instant.MIN;

    /** Those that are not resolved: one, unless a person has reopened an older one. */
    private final Set<String> unresolved = new LinkedHashSet<>();

    @StartSaga
    @SagaEventHandler(associationProperty = KEY, keyName = KEY, associationResolver = IssueKey.class)
    public void on(DeliveryFailed event, @Timestamp Instant at, TrackingToken token) {
        occurred(Occurrence.of(event), at, token);
    }

    @StartSaga
    @SagaEventHandler(associationProperty = KEY, keyName = KEY, associationResolver = IssueKey.class)
    public void on(CircuitOpened event, @Timestamp Instant at, TrackingToken token) {
        occurred(Occurrence.of(event, at), at, token);
    }

    private void occurred(Occurrence occurrence, Instant at, TrackingToken token) {
        if (isNew(token)) {
            lastSeen = at;
            if (unresolved.isEmpty()) {
                unresolved.add(occurrence.issueId());
            }
        }
        if (unresolved.contains(occurrence.issueId())) {
            commands.send(new OpenIssue(
                    occurrence.issueId(),
                    occurrence.tenant(),
                    occurrence.destinationId(),
                    occurrence.errorType(),
                    occurrence.message()));
            lookAgain(at);
        }
    }

    @StartSaga
    @SagaEventHandler(associationProperty = KEY, keyName = KEY, associationResolver = IssueKey.class)
    public void on(IssueReopened event, @Timestamp Instant at, TrackingToken token) {
        if (isNew(token) && unresolved.add(event.id())) {
            lastSeen = at;
        }
        lookAgain(at);
    }

    @SagaEventHandler(associationProperty = KEY, keyName = KEY, associationResolver = IssueKey.class)
    public void on(IssueResolved event, @Timestamp Instant at, TrackingToken token) {
        if (isNew(token)) {
            unresolved.remove(event.id());
        }
        lookAgain(at);
    }

    @DeadlineHandler(deadlineName = QUIET)
    public void onQuiet(@Timestamp Instant now) {
        Instant due = lastSeen.plus(properties.issueResolvesAfter());
        if (now.isBefore(due)) {
            deadlines.schedule(due, QUIET);
        } else if (unresolved.isEmpty()) {
            SagaLifecycle.end();
        } else {
            unresolved.forEach(id -> commands.send(new ResolveIssue(id)));
        }
    }

    /** There is one deadline, however often it moves. */
    private void lookAgain(Instant at) {
        deadlines.schedule(at.plus(properties.issueResolvesAfter()), QUIET);
    }

    private boolean isNew(TrackingToken token) {
        long here = LogPosition.of(token);
        if (here <= position) {
            return false;
        }
        position = here;
        return true;
    }
}
