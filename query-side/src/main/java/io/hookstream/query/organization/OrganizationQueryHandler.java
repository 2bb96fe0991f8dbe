package io.hookstream.query.organization;

import com.mongodb.client.model.Filters;
import io.hookstream.messages.PageRequest;
import io.hookstream.messages.organization.OrganizationQuery;
import io.hookstream.messages.organization.OrganizationQuery.FindOrganization;
import io.hookstream.messages.organization.OrganizationQuery.FindUnclaimed;
import io.hookstream.messages.organization.OrganizationQuery.ListOrganizations;
import io.hookstream.messages.organization.OrganizationQuery.Organizations;
import io.hookstream.messages.organization.OrganizationState;
import io.hookstream.messages.organization.OrganizationView;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.organization.OrganizationProjection;
import io.hookstream.query.ReadModels;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers what can be asked about organizations. */
@Component
class OrganizationQueryHandler {

    private final ReadModels models;

    OrganizationQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable OrganizationView> handle(FindOrganization query) {
        return models.byId(OrganizationProjection.COLLECTION, query.id(), null)
                .map(OrganizationQueryHandler::view)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Organizations> handle(ListOrganizations query) {
        return list(Filters.eq(OrganizationProjection.MEMBERS, query.userId()), OrganizationQuery.MAX)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Organizations> handle(FindUnclaimed query) {
        return list(Filters.eq(OrganizationProjection.UNCLAIMED, true), 1).toFuture();
    }

    private Mono<Organizations> list(Bson filter, int limit) {
        return models.page(OrganizationProjection.COLLECTION, List.of(filter), new PageRequest(null, limit))
                .map(page -> new Organizations(page.documents().stream()
                        .map(OrganizationQueryHandler::view)
                        .toList()));
    }

    private static OrganizationView view(Document organization) {
        return new OrganizationView(
                organization.getString(ResourceDocument.ID),
                ResourceDocument.tenant(organization),
                ResourceDocument.revision(organization),
                ResourceDocument.settings(organization, OrganizationState.class));
    }
}
