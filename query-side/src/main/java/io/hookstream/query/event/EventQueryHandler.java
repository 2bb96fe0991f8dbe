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
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

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
        List<Bson> filters = filters(query);
        return models.page(
                        EventDocument.COLLECTION,
                        filters,
                        query.page(),
                        Projections.exclude(EventDocument.TEXT, EventDocument.BYTES))
                .flatMap(page -> models.names(
                                SourceProjection.COLLECTION,
                                page.documents().stream()
                                        .map(event -> event.getString(EventDocument.SOURCE_ID))
                                        .distinct()
                                        .toList())
                        .zipWith(models.count(EventDocument.COLLECTION, filters))
                        .map(found -> new Events(
                                page.documents().stream()
                                        .map(event -> view(event, found.getT1(), List.of()))
                                        .toList(),
                                found.getT2(),
                                page.next())))
                .toFuture();
    }

    private static Bson attemptsOf(Document event) {
        List<Bson> filters = ReadModels.of(EventDocument.tenant(event));
        filters.add(Filters.eq(AttemptDocument.EVENT_ID, event.getString("_id")));
        return Filters.and(filters);
    }

    private static List<Bson> filters(ListEvents query) {
        List<Bson> filters = ReadModels.of(query.tenant());
        if (query.sourceId() != null) {
            filters.add(Filters.eq(EventDocument.SOURCE_ID, query.sourceId()));
        }
        if (query.status() != null) {
            filters.add(Filters.eq(EventDocument.STATUS, query.status()));
        }
        if (query.after() != null) {
            filters.add(Filters.gte(EventDocument.RECEIVED_AT, Date.from(query.after())));
        }
        if (query.before() != null) {
            filters.add(Filters.lt(EventDocument.RECEIVED_AT, Date.from(query.before())));
        }
        if (query.search() != null) {
            String literal = literal(query.search());
            filters.add(Filters.or(Filters.regex("_id", "^" + literal), Filters.regex(EventDocument.TEXT, literal)));
        }
        return filters;
    }

    /** A pattern that matches the text itself. BSON keeps patterns as C strings, so that a NUL has to be escaped. */
    private static String literal(String text) {
        return Pattern.quote(text).replace("\0", "\\E\\x00\\Q");
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
