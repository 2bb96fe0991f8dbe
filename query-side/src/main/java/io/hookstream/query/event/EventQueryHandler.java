package io.hookstream.query.event;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.hookstream.messages.event.AttemptView;
import io.hookstream.messages.event.EventQuery.Events;
import io.hookstream.messages.event.EventQuery.FindEvent;
import io.hookstream.messages.event.EventQuery.ListEvents;
import io.hookstream.messages.event.EventView;
import io.hookstream.projections.event.AttemptDocument;
import io.hookstream.projections.event.EventDocument;
import io.hookstream.projections.source.SourceProjection;
import io.hookstream.query.ReadModels;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers what can be asked about received events. */
@Component
class EventQueryHandler {

    private static final int MAX_ATTEMPTS = 100;

    private final ReadModels models;
    private final AttemptQueryHandler attempts;

    EventQueryHandler(ReadModels models, AttemptQueryHandler attempts) {
        this.models = models;
        this.attempts = attempts;
    }

    @QueryHandler
    CompletableFuture<@Nullable EventView> handle(FindEvent query) {
        return models.byId(EventDocument.COLLECTION, query.id(), query.tenant())
                .flatMap(event -> Flux.from(models.bounded(AttemptDocument.COLLECTION, attemptsOf(event))
                                .sort(Sorts.descending("_id"))
                                .limit(MAX_ATTEMPTS))
                        .collectList()
                        .flatMap(attempts::views)
                        .zipWith(models.names(
                                SourceProjection.COLLECTION, List.of(event.getString(EventDocument.SOURCE_ID))))
                        .map(found -> view(event, found.getT2(), found.getT1())))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Events> handle(ListEvents query) {
        return models.page(
                        EventDocument.COLLECTION,
                        filters(query, Objects.requireNonNullElse(query.page().after(), "")),
                        query.page(),
                        Projections.exclude(EventDocument.TEXT, EventDocument.BYTES, EventDocument.WORDS))
                .flatMap(page -> models.names(
                                SourceProjection.COLLECTION,
                                page.documents().stream()
                                        .map(event -> event.getString(EventDocument.SOURCE_ID))
                                        .distinct()
                                        .toList())
                        .zipWith(total(query))
                        .map(found -> new Events(
                                page.documents().stream()
                                        .map(event -> view(event, found.getT1(), List.of()))
                                        .toList(),
                                found.getT2(),
                                page.next())))
                .toFuture();
    }

    /**
     * What nothing but a source restricts has been counted already. A search of payloads ends somewhere, because it has to
     * read what it counts.
     */
    private Mono<Long> total(ListEvents query) {
        if (query.status() == null && query.after() == null && query.before() == null && !isSearched(query)) {
            return models.received(query.tenant(), query.sourceId());
        }
        return models.count(EventDocument.COLLECTION, filters(query, ""), ofPayloads(query) ? Events.MAX_FOUND : 0);
    }

    private static Bson attemptsOf(Document event) {
        List<Bson> filters = ReadModels.of(EventDocument.tenant(event));
        filters.add(Filters.eq(AttemptDocument.EVENT_ID, event.getString("_id")));
        return Filters.and(filters);
    }

    /** @param behind the id behind which the page begins, which the list says itself; or empty */
    private static List<Bson> filters(ListEvents query, String behind) {
        List<Bson> filters = ReadModels.of(query.tenant());
        if (query.sourceId() != null) {
            filters.add(Filters.eq(EventDocument.SOURCE_ID, query.sourceId()));
        }
        if (query.status() != null) {
            Bson status = Filters.eq(EventDocument.STATUS, query.status());
            // The index of statuses does not have the words: said so, none is chosen by the status.
            filters.add(ofPayloads(query) ? Filters.or(status) : status);
        }
        if (query.after() != null) {
            filters.add(Filters.gte(EventDocument.RECEIVED_AT, Date.from(query.after())));
        }
        if (query.before() != null) {
            filters.add(Filters.lt(EventDocument.RECEIVED_AT, Date.from(query.before())));
        }
        String search = query.search();
        if (search != null && isSearched(query)) {
            filters.addAll(EventSearch.isId(search) ? EventSearch.id(search, behind) : EventSearch.payload(search));
        }
        return filters;
    }

    private static boolean isSearched(ListEvents query) {
        return query.search() != null && !query.search().isBlank();
    }

    private static boolean ofPayloads(ListEvents query) {
        return query.search() != null && isSearched(query) && !EventSearch.isId(query.search());
    }

    private static EventView view(Document event, Map<String, String> sourceNames, List<AttemptView> attempts) {
        String sourceId = event.getString(EventDocument.SOURCE_ID);
        return new EventView(
                event.getString("_id"),
                EventDocument.tenant(event),
                sourceId,
                sourceNames.get(sourceId),
                EventDocument.request(event),
                EventDocument.payload(event),
                event.getString(EventDocument.STATUS),
                event.getDate(EventDocument.RECEIVED_AT).toInstant().toString(),
                attempts,
                event.getString(EventDocument.DEDUP_STATUS),
                event.getString(EventDocument.DUPLICATE_OF),
                event.getString(EventDocument.VERIFICATION_STATUS));
    }
}
