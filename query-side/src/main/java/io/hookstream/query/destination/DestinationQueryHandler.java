package io.hookstream.query.destination;

import io.hookstream.messages.destination.DestinationQuery.Destinations;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationQuery.ListDestinations;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.destination.DestinationProjection;
import io.hookstream.query.ReadModels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers what can be asked about destinations. */
@Component
class DestinationQueryHandler {

    private final ReadModels models;

    DestinationQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable DestinationView> handle(FindDestination query) {
        return models.byId(DestinationProjection.COLLECTION, query.id(), query.tenant())
                .flatMap(document -> models.counts(List.of(query.id())).map(counts -> view(document, counts)))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Destinations> handle(ListDestinations query) {
        return models.page(DestinationProjection.COLLECTION, ReadModels.existing(query.tenant()), query.page())
                .flatMap(page -> models.counts(ReadModels.ids(page.documents()))
                        .map(counts -> new Destinations(
                                page.documents().stream()
                                        .map(document -> view(document, counts))
                                        .toList(),
                                page.next())))
                .toFuture();
    }

    private static DestinationView view(Document document, Map<String, Long> counts) {
        String id = document.getString(ResourceDocument.ID);
        return new DestinationView(
                id,
                ResourceDocument.tenant(document),
                ResourceDocument.settings(document, DestinationSettings.class),
                ResourceDocument.revision(document),
                counts.getOrDefault(id, 0L));
    }
}
