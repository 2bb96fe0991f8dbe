package io.hookstream.query.event;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.EventQuery.Attempts;
import io.hookstream.messages.event.EventQuery.DeadDeliveries;
import io.hookstream.messages.event.EventQuery.DeadDelivery;
import io.hookstream.messages.event.EventQuery.FindAttempt;
import io.hookstream.messages.event.EventQuery.ListAttempts;
import io.hookstream.messages.event.EventQuery.ListDeadDeliveries;
import io.hookstream.projections.destination.DestinationProjection;
import io.hookstream.projections.event.AttemptDocument;
import io.hookstream.query.ReadModels;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers what can be asked about delivery attempts. */
@Component
class AttemptQueryHandler {

    private final ReadModels models;

    AttemptQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable AttemptView> handle(FindAttempt query) {
        return models.byId(AttemptDocument.COLLECTION, query.id(), query.tenant())
                .flatMap(document -> views(List.of(document)))
                .map(List::getFirst)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Attempts> handle(ListAttempts query) {
        List<Bson> filters = ReadModels.of(query.tenant());
        restrict(filters, AttemptDocument.EVENT_ID, query.eventId());
        restrict(filters, AttemptDocument.CONNECTION_ID, query.connectionId());
        restrict(filters, AttemptDocument.DESTINATION_ID, query.destinationId());
        restrict(filters, AttemptDocument.STATUS, status(query));
        restrict(filters, AttemptDocument.DEAD, query.dead());
        return Flux.from(models.bounded(AttemptDocument.COLLECTION, Filters.and(filters))
                        .sort(Sorts.descending("_id"))
                        .skip(query.offset())
                        .limit(query.limit()))
                .collectList()
                .flatMap(this::views)
                .zipWith(models.count(AttemptDocument.COLLECTION, filters))
                .map(found -> new Attempts(found.getT1(), found.getT2()))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable DeadDeliveries> handle(ListDeadDeliveries query) {
        List<Bson> filters = ReadModels.of(query.tenant());
        filters.add(Filters.eq(AttemptDocument.DEAD, true));
        filters.add(Filters.eq(AttemptDocument.DESTINATION_ID, query.destinationId()));
        filters.add(Filters.eq(AttemptDocument.ERROR_TYPE, query.errorType()));
        filters.add(Filters.gte(AttemptDocument.ATTEMPTED_AT, Date.from(query.from())));
        filters.add(Filters.lte(AttemptDocument.ATTEMPTED_AT, Date.from(query.until())));
        return Flux.from(models.bounded(AttemptDocument.COLLECTION, Filters.and(filters))
                        .projection(Projections.include(AttemptDocument.EVENT_ID, AttemptDocument.DELIVERY_ID))
                        .sort(Sorts.descending(AttemptDocument.ATTEMPTED_AT))
                        .limit(query.limit()))
                .map(attempt -> new DeadDelivery(
                        attempt.getString(AttemptDocument.EVENT_ID), attempt.getString(AttemptDocument.DELIVERY_ID)))
                .collectList()
                .zipWith(models.count(AttemptDocument.COLLECTION, filters))
                .map(found -> new DeadDeliveries(found.getT1(), found.getT2()))
                .toFuture();
    }

    /** The attempts as they are read, with the names of their destinations. */
    Mono<List<AttemptView>> views(List<Document> documents) {
        List<String> destinationIds = documents.stream()
                .map(document -> document.getString(AttemptDocument.DESTINATION_ID))
                .distinct()
                .toList();
        return models.names(DestinationProjection.COLLECTION, destinationIds)
                .map(names -> documents.stream()
                        .map(document -> AttemptDocument.view(
                                document, names.get(document.getString(AttemptDocument.DESTINATION_ID))))
                        .toList());
    }

    /** What is dead has failed: said so, the index of what has failed finds it. */
    private static @Nullable String status(ListAttempts query) {
        return query.status() == null && Boolean.TRUE.equals(query.dead()) ? AttemptDocument.FAILED : query.status();
    }

    private static void restrict(List<Bson> filters, String field, @Nullable Object value) {
        if (value != null) {
            filters.add(Filters.eq(field, value));
        }
    }
}
