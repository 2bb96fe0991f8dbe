package io.hookstream.query.apikey;

import io.hookstream.messages.apikey.ApiKeyQuery.ApiKeyView;
import io.hookstream.messages.apikey.ApiKeyQuery.FindApiKey;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.apikey.ApiKeyProjection;
import io.hookstream.query.ReadModels;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers what can be asked about API keys. */
@Component
class ApiKeyQueryHandler {

    private final ReadModels models;

    ApiKeyQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable ApiKeyView> handle(FindApiKey query) {
        return models.byId(ApiKeyProjection.COLLECTION, query.hash(), null)
                .map(key -> new ApiKeyView(
                        key.getString(ApiKeyProjection.KEY_ID),
                        ResourceDocument.tenant(key),
                        key.getList(ApiKeyProjection.SCOPES, String.class)))
                .toFuture();
    }
}
