package io.hookstream.query.source;

import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceQuery.ListSources;
import io.hookstream.messages.source.SourceQuery.Sources;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.source.SourceProjection;
import io.hookstream.query.ReadModels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers what can be asked about sources. */
@Component
class SourceQueryHandler {

    private final ReadModels models;

    SourceQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable SourceView> handle(FindSource query) {
        return models.byId(SourceProjection.COLLECTION, query.id(), query.tenant())
                .flatMap(document -> models.counts(List.of(query.id())).map(counts -> view(document, counts)))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Sources> handle(ListSources query) {
        return models.page(SourceProjection.COLLECTION, ReadModels.existing(query.tenant()), query.page())
                .flatMap(page -> models.counts(ReadModels.ids(page.documents()))
                        .map(counts -> new Sources(
                                page.documents().stream()
                                        .map(document -> view(document, counts))
                                        .toList(),
                                page.next())))
                .toFuture();
    }

    private static SourceView view(Document document, Map<String, Long> counts) {
        String id = document.getString(ResourceDocument.ID);
        return new SourceView(
                id,
                ResourceDocument.tenant(document),
                ResourceDocument.settings(document, SourceSettings.class),
                ResourceDocument.revision(document),
                counts.getOrDefault(id, 0L));
    }
}
