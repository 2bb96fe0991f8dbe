package io.hookstream.query.apikey;

import com.mongodb.client.model.Filters;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeys;
import io.hookstream.messages.apikey.ApiKeyQuery.DescribeApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.messages.apikey.ApiKeyQuery.ListApiKeys;
import io.hookstream.messages.apikey.ApiKeyQuery.ListedApiKey;
import io.hookstream.messages.apikey.ApiKeySettings;
import io.hookstream.messages.organization.OrganizationState;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.apikey.ApiKeyProjection;
import io.hookstream.projections.organization.OrganizationProjection;
import io.hookstream.query.ReadModels;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers what can be asked about API keys. */
@Component
class ApiKeyQueryHandler {

    private final ReadModels models;

    ApiKeyQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable ApiKeyView> handle(FindApiKey query) {
        return Mono.from(models.bounded(
                                ApiKeyProjection.COLLECTION,
                                Filters.and(
                                        Filters.eq(ApiKeyProjection.HASH, query.hash()),
                                        Filters.eq(ResourceDocument.DELETED, false)))
                        .first())
                .map(ApiKeyQueryHandler::listed)
                .flatMap(this::withScopes)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable ListedApiKey> handle(DescribeApiKey query) {
        return models.byId(ApiKeyProjection.COLLECTION, query.id(), query.tenant())
                .map(ApiKeyQueryHandler::listed)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable ApiKeys> handle(ListApiKeys query) {
        return models.page(ApiKeyProjection.COLLECTION, ReadModels.of(query.tenant()), query.page())
                .map(page -> new ApiKeys(
                        page.documents().stream()
                                .map(ApiKeyQueryHandler::listed)
                                .toList(),
                        page.next()))
                .toFuture();
    }

    /** Whoever signs up can make keys, but the server is not theirs. */
    private Mono<ApiKeyView> withScopes(ListedApiKey key) {
        List<String> scopes = key.settings().scopes() == null
                ? ApiKeySettings.SCOPES
                : key.settings().scopes();
        if (!scopes.contains(ApiKeySettings.ADMIN)) {
            return Mono.just(new ApiKeyView(key.id(), key.tenant(), scopes));
        }
        return models.byId(OrganizationProjection.COLLECTION, key.tenant().organizationId(), null)
                .map(found -> ResourceDocument.settings(found, OrganizationState.class)
                                .founderId()
                        == null)
                .defaultIfEmpty(false)
                .map(administers -> new ApiKeyView(
                        key.id(),
                        key.tenant(),
                        administers
                                ? scopes
                                : scopes.stream()
                                        .filter(scope -> !scope.equals(ApiKeySettings.ADMIN))
                                        .toList()));
    }

    private static ListedApiKey listed(Document key) {
        return new ListedApiKey(
                key.getString(ResourceDocument.ID),
                ResourceDocument.tenant(key),
                ResourceDocument.revision(key),
                ResourceDocument.settings(key, ApiKeySettings.class));
    }
}
