package io.hookstream.projections.event;

import com.mongodb.client.MongoDatabase;
import io.hookstream.messages.LogPosition;
import io.hookstream.messages.event.InboundEventEvent.DeliveryCancelled;
import io.hookstream.messages.event.InboundEventEvent.DeliveryDeadLettered;
import io.hookstream.messages.event.InboundEventEvent.DeliveryFailed;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryRequested;
import io.hookstream.messages.event.InboundEventEvent.DeliveryRetryScheduled;
import io.hookstream.messages.event.InboundEventEvent.DeliverySucceeded;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.InboundEventEvent.EventReplayFinished;
import io.hookstream.messages.event.InboundEventEvent.EventReplayed;
import io.hookstream.messages.event.InboundEventEvent.EventRouted;
import io.hookstream.projections.CollectionIndexes;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.metrics.MetricDocument;
import io.hookstream.projections.metrics.Metrics;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.springframework.stereotype.Component;

/** The read models of received events and delivery attempts. */
@Component
@ProcessingGroup(ProjectionsConfiguration.EVENTS)
public class EventProjection {

    /** By the name of each collection. */
    private static final Map<String, List<Bson>> INDEXES = Map.of(
            EventDocument.COLLECTION, EventDocument.INDEXES,
            AttemptDocument.COLLECTION, AttemptDocument.INDEXES,
            Counters.COLLECTION, Counters.INDEXES);

    private final MongoDatabase database;
    private final Clock clock;

    EventProjection(MongoDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
        INDEXES.forEach((collection, indexes) -> CollectionIndexes.create(database, collection, indexes));
        CollectionIndexes.create(database, AttemptDocument.COLLECTION, AttemptDocument.DEAD_LETTERS);
        Metrics.createIndexes(database);
    }

    @EventHandler
    void on(EventReceived event, @Timestamp Instant at, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        EventBatch batch = batch(unitOfWork);
        batch.received(EventDocument.of(event, at));
        batch.counters().countReceived(event, message);
        batch.metrics().received(event, at, LogPosition.of(message));
    }

    @EventHandler
    void on(EventRouted event, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).status(event.eventId(), event.eventStatus());
    }

    @EventHandler
    void on(EventReplayed event, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).status(event.eventId(), event.eventStatus());
    }

    @EventHandler
    void on(EventReplayFinished event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).counters().count(Counters.ofReplay(event.replayId(), event.outcome()), message);
    }

    @EventHandler
    void on(DeliveryRequested event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).counters().count(event.target().destinationId(), message);
    }

    @EventHandler
    void on(DeliverySucceeded event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        EventBatch batch = batch(unitOfWork);
        long position = LogPosition.of(message);
        batch.attempt(AttemptDocument.of(event, event.attempt(), position));
        batch.status(event.eventId(), event.eventStatus());
        batch.metrics().tried(event, event.attempt(), position);
        batch.health().succeeded(event.target().destinationId(), position);
    }

    @EventHandler
    void on(DeliveryFailed event, EventMessage<?> message, UnitOfWork<?> unitOfWork) {
        EventBatch batch = batch(unitOfWork);
        long position = LogPosition.of(message);
        batch.attempt(AttemptDocument.of(event, event.attempt(), position));
        batch.status(event.eventId(), event.eventStatus());
        batch.metrics().tried(event, event.attempt(), position);
        if (event.attempt().concernsDestination()) {
            batch.health()
                    .failed(
                            event.target().destinationId(),
                            event.tenant(),
                            position,
                            event.attempt().endedAt());
        }
    }

    @EventHandler
    void on(DeliveryRetryScheduled event, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork)
                .attempt(event.attemptId(), new Document(AttemptDocument.NEXT_RETRY_AT, Date.from(event.dueAt())));
    }

    @EventHandler
    void on(DeliveryRetryRequested event, UnitOfWork<?> unitOfWork) {
        EventBatch batch = batch(unitOfWork);
        batch.status(event.eventId(), event.eventStatus());
        if (event.attemptId() != null) {
            batch.attempt(
                    event.attemptId(),
                    new Document(AttemptDocument.NEXT_RETRY_AT, null).append(AttemptDocument.DEAD, false));
        }
    }

    @EventHandler
    void on(DeliveryDeadLettered event, @Timestamp Instant at, UnitOfWork<?> unitOfWork) {
        EventBatch batch = batch(unitOfWork);
        batch.status(event.eventId(), event.eventStatus());
        batch.attempt(
                event.attemptId(),
                new Document(AttemptDocument.NEXT_RETRY_AT, null)
                        .append(AttemptDocument.DEAD, true)
                        .append(AttemptDocument.DEAD_AT, Date.from(at)));
    }

    @EventHandler
    void on(DeliveryCancelled event, UnitOfWork<?> unitOfWork) {
        batch(unitOfWork).status(event.eventId(), event.eventStatus());
    }

    @ResetHandler
    void reset() {
        INDEXES.keySet()
                .forEach(collection -> database.getCollection(collection).deleteMany(new Document()));
        List.of(HealthDocument.COLLECTION, MetricDocument.COLLECTION)
                .forEach(collection -> database.getCollection(collection).deleteMany(new Document()));
    }

    private EventBatch batch(UnitOfWork<?> unitOfWork) {
        return EventBatch.of(unitOfWork, database, clock);
    }
}
