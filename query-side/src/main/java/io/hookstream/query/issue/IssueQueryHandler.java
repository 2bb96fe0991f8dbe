package io.hookstream.query.issue;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.issue.IssueQuery.CountIssues;
import io.hookstream.messages.issue.IssueQuery.FindIssue;
import io.hookstream.messages.issue.IssueQuery.Issues;
import io.hookstream.messages.issue.IssueQuery.ListIssues;
import io.hookstream.messages.issue.IssueQuery.Summary;
import io.hookstream.messages.issue.IssueStatus;
import io.hookstream.messages.issue.IssueView;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.destination.DestinationProjection;
import io.hookstream.projections.issue.IssueDocument;
import io.hookstream.query.ReadModels;
import java.time.Instant;
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

/** Answers what can be asked about issues. */
@Component
class IssueQueryHandler {

    private final ReadModels models;

    IssueQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable IssueView> handle(FindIssue query) {
        return models.byId(IssueDocument.COLLECTION, query.id(), query.tenant())
                .filter(issue -> issue.getBoolean(IssueDocument.OPENED))
                .flatMap(issue -> views(List.of(issue)))
                .map(List::getFirst)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Issues> handle(ListIssues query) {
        List<Bson> filters = opened(query.tenant());
        if (query.status() != null) {
            filters.add(Filters.eq(IssueDocument.STATUS, query.status()));
        }
        if (query.destinationId() != null) {
            filters.add(Filters.eq(IssueDocument.DESTINATION_ID, query.destinationId()));
        }
        if (query.awakeAt() != null) {
            filters.add(awake(query.awakeAt()));
        }
        return Flux.from(models.bounded(IssueDocument.COLLECTION, Filters.and(filters))
                        .sort(Sorts.descending(ResourceDocument.ID))
                        .skip(query.offset())
                        .limit(query.limit()))
                .collectList()
                .flatMap(this::views)
                .zipWith(models.count(IssueDocument.COLLECTION, filters))
                .map(found -> new Issues(found.getT1(), found.getT2()))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Summary> handle(CountIssues query) {
        Tenant tenant = query.tenant();
        return Mono.zip(
                        count(tenant, IssueStatus.OPEN, awake(query.at())),
                        count(tenant, IssueStatus.ACKNOWLEDGED),
                        count(tenant, IssueStatus.RESOLVED),
                        count(tenant, IssueStatus.OPEN, Filters.gt(IssueDocument.SNOOZED_UNTIL, Date.from(query.at()))))
                .map(counts -> new Summary(counts.getT1(), counts.getT2(), counts.getT3(), counts.getT4()))
                .toFuture();
    }

    private Mono<Long> count(Tenant tenant, String status, Bson... more) {
        List<Bson> filters = opened(tenant);
        filters.add(Filters.eq(IssueDocument.STATUS, status));
        filters.addAll(List.of(more));
        return models.count(IssueDocument.COLLECTION, filters);
    }

    private static List<Bson> opened(Tenant tenant) {
        List<Bson> filters = ReadModels.of(tenant);
        filters.add(Filters.eq(IssueDocument.OPENED, true));
        return filters;
    }

    private static Bson awake(Instant at) {
        return Filters.lte(IssueDocument.SNOOZED_UNTIL, Date.from(at));
    }

    /** The issues as they are read, with the names of their destinations. */
    private Mono<List<IssueView>> views(List<Document> documents) {
        List<String> destinationIds = documents.stream()
                .map(document -> document.getString(IssueDocument.DESTINATION_ID))
                .distinct()
                .toList();
        return models.names(DestinationProjection.COLLECTION, destinationIds)
                .map(names -> documents.stream()
                        .map(document -> IssueDocument.view(
                                document, names.get(document.getString(IssueDocument.DESTINATION_ID))))
                        .toList());
    }
}
