package io.hookstream.projections.issue;

import com.mongodb.client.MongoDatabase;
import io.hookstream.messages.LogPosition;
import io.hookstream.messages.circuit.CircuitEvent;
import io.hookstream.messages.circuit.CircuitEvent.CircuitOpened;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryEvent;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.issue.IssueEvent;
import io.hookstream.messages.issue.IssueEvent.IssueAcknowledged;
import io.hookstream.messages.issue.IssueEvent.IssueOpened;
import io.hookstream.messages.issue.IssueEvent.IssueReopened;
import io.hookstream.messages.issue.IssueEvent.IssueResolved;
import io.hookstream.messages.issue.IssueEvent.IssueSnoozed;
import io.hookstream.messages.issue.IssueEvent.IssueUnsnoozed;
import io.hookstream.messages.issue.Occurrence;
import io.hookstream.projections.CollectionIndexes;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.issue.Episodes.Episode;
import java.time.Instant;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.async.SequencingPolicy;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * The read model of issues. What occurs is counted from the log, for the issue of its kind that is unresolved at that
 * point of the log, or else for the one that it begins; such an issue is shown once it is opened.
 */
@Component
@ProcessingGroup(ProjectionsConfiguration.ISSUES)
public class IssueProjection {

    private final MongoDatabase database;
    private final QueryUpdateEmitter updates;

    IssueProjection(MongoDatabase database, QueryUpdateEmitter updates) {
        this.database = database;
        this.updates = updates;
        CollectionIndexes.create(database, IssueDocument.COLLECTION, IssueDocument.INDEXES);
    }

    /** What concerns one destination's issues is handled in the order of the log. */
    public static SequencingPolicy<EventMessage<?>> sequencing() {
        return message -> switch (message.getPayload()) {
            case DeliveryEvent event -> event.target().destinationId();
            case CircuitEvent event -> event.destinationId();
            case IssueEvent event -> event.destinationId();
            default -> message.getIdentifier();
        };
    }

    @EventHandler
    void on(DeliveryFailed event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        occurred(Occurrence.of(event), message, unitOfWork);
    }

    @EventHandler
    void on(CircuitOpened event, @Timestamp Instant at, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        occurred(Occurrence.of(event, at), message, unitOfWork);
    }

    private void occurred(Occurrence occurrence, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        IssueBatch batch = batch(unitOfWork);
        Episode episode = batch.episode(occurrence.key());
        long position = LogPosition.of(message);
        if (episode.advance(position)) {
            String id = episode.occurred(occurrence.issueId());
            batch.change(
                    id,
                    position,
                    () -> IssueDocument.of(
                            id,
                            occurrence.tenant(),
                            occurrence.destinationId(),
                            occurrence.errorType(),
                            occurrence.at()),
                    issue -> IssueDocument.occurred(issue, occurrence));
        }
    }

    @EventHandler
    void on(DeliveryDeadLettered event, @Timestamp Instant at, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        IssueBatch batch = batch(unitOfWork);
        String destinationId = event.target().destinationId();
        Episode episode = batch.episode(Occurrence.key(destinationId, event.errorType()));
        long position = LogPosition.of(message);
        String id = episode.latest();
        if (episode.advance(position) && id != null) {
            batch.change(
                    id,
                    position,
                    () -> IssueDocument.of(id, event.tenant(), destinationId, event.errorType(), at),
                    IssueDocument::died);
        }
    }

    @EventHandler
    void on(
            IssueEvent event,
            @Timestamp Instant at,
            @SequenceNumber long version,
            EventMessage<?> message,
            UnitOfWork<?> unitOfWork) {
        IssueBatch batch = batch(unitOfWork);
        Episode episode = batch.episode(Occurrence.key(event.destinationId(), event.errorType()));
        long position = LogPosition.of(message);
        if (episode.advance(position)) {
            switch (event) {
                case IssueReopened reopened -> episode.begin(reopened.id());
                case IssueResolved resolved -> episode.end(resolved.id());
                case IssueOpened e -> {}
                case IssueAcknowledged e -> {}
                case IssueSnoozed e -> {}
                case IssueUnsnoozed e -> {}
            }
            batch.change(
                    event.id(),
                    position,
                    () -> IssueDocument.of(event.id(), event.tenant(), event.destinationId(), event.errorType(), at),
                    issue -> {
                        apply(event, at, issue);
                        IssueDocument.changed(issue, version, at);
                    });
            batch.tell(event.id());
        }
    }

    private static void apply(IssueEvent event, Instant at, Document issue) {
        switch (event) {
            case IssueOpened opened -> IssueDocument.opened(issue, opened.message(), at);
            case IssueAcknowledged acknowledged -> IssueDocument.acknowledged(issue, at);
            case IssueReopened reopened -> IssueDocument.reopened(issue);
            case IssueResolved resolved -> IssueDocument.resolved(issue, at);
            case IssueSnoozed snoozed -> IssueDocument.snoozed(issue, snoozed.until());
            case IssueUnsnoozed unsnoozed -> IssueDocument.snoozed(issue, null);
        }
    }

    @ResetHandler
    void reset() {
        List.of(IssueDocument.COLLECTION, Episodes.COLLECTION)
                .forEach(collection -> database.getCollection(collection).deleteMany(new Document()));
    }

    private IssueBatch batch(UnitOfWork<?> unitOfWork) {
        return IssueBatch.of(unitOfWork, database, updates);
    }
}
