package io.hookstream.query.audit;

import com.mongodb.client.model.Filters;
import io.hookstream.messages.audit.AuditQuery.Audit;
import io.hookstream.messages.audit.AuditQuery.Filter;
import io.hookstream.messages.audit.AuditQuery.ListAudit;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.audit.AuditDocument;
import io.hookstream.query.ReadModels;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers who changed what, and when. */
@Component
class AuditQueryHandler {

    private final ReadModels models;

    AuditQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable Audit> handle(ListAudit query) {
        return models.page(AuditDocument.COLLECTION, filters(query), query.page())
                .map(page -> new Audit(
                        page.documents().stream().map(AuditDocument::entry).toList(), page.next()))
                .toFuture();
    }

    private static List<Bson> filters(ListAudit query) {
        List<Bson> filters = ReadModels.of(query.tenant());
        Filter filter = query.filter();
        equal(filters, AuditDocument.RESOURCE_ID, filter.resourceId());
        equal(filters, AuditDocument.RESOURCE_TYPE, filter.resourceType());
        equal(filters, AuditDocument.ACTOR, filter.actor());
        equal(filters, AuditDocument.ACTION, filter.action());
        if (filter.after() != null) {
            filters.add(Filters.gte(ResourceDocument.ID, AuditDocument.from(filter.after())));
        }
        if (filter.before() != null) {
            filters.add(Filters.lt(ResourceDocument.ID, AuditDocument.from(filter.before())));
        }
        return filters;
    }

    private static void equal(List<Bson> filters, String field, @Nullable String value) {
        if (value != null) {
            filters.add(Filters.eq(field, value));
        }
    }
}
