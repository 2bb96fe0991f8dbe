package io.hookstream.query.replay;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import io.hookstream.messages.event.DedupStatus;
import io.hookstream.messages.replay.ReplayQuery.CountReplayable;
import io.hookstream.messages.replay.ReplayQuery.ListReplayable;
import io.hookstream.messages.replay.ReplayQuery.Replayable;
import io.hookstream.messages.replay.ReplayQuery.ReplayableCount;
import io.hookstream.messages.replay.ReplayQuery.Selection;
import io.hookstream.projections.event.EventDocument;
import io.hookstream.query.ReadModels;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Answers which events there are to replay. */
@Component
class ReplayableQueryHandler {

    private static final String ID = "_id";

    private final ReadModels models;

    ReplayableQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable ReplayableCount> handle(CountReplayable query) {
        return models.count(EventDocument.COLLECTION, filters(query.selection()), query.limit())
                .map(ReplayableCount::new)
                .toFuture();
    }

    /** An id says when its event came, so the order of ids is the order of time. */
    @QueryHandler
    CompletableFuture<@Nullable Replayable> handle(ListReplayable query) {
        List<Bson> filters = filters(query.selection());
        if (query.after() != null) {
            filters.add(Filters.gt(ID, query.after()));
        }
        return Flux.from(models.bounded(EventDocument.COLLECTION, Filters.and(filters))
                        .projection(Projections.include(ID))
                        .sort(Sorts.ascending(ID))
                        .limit(query.limit()))
                .map(event -> event.getString(ID))
                .collectList()
                .map(Replayable::new)
                .toFuture();
    }

    private static List<Bson> filters(Selection selection) {
        List<Bson> filters = ReadModels.of(selection.tenant());
        if (selection.sourceId() != null) {
            filters.add(Filters.eq(EventDocument.SOURCE_ID, selection.sourceId()));
        }
        filters.add(Filters.gte(EventDocument.RECEIVED_AT, Date.from(selection.from())));
        filters.add(Filters.lt(EventDocument.RECEIVED_AT, Date.from(selection.until())));
        filters.add(Filters.ne(EventDocument.DEDUP_STATUS, DedupStatus.DUPLICATE));
        return filters;
    }
}
