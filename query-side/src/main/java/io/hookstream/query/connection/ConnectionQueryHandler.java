package io.hookstream.query.connection;

import com.mongodb.client.model.Filters;
import io.hookstream.messages.connection.ConnectionQuery.Connections;
import io.hookstream.messages.connection.ConnectionQuery.FindConnection;
import io.hookstream.messages.connection.ConnectionQuery.ListConnections;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.ConnectionView;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.connection.ConnectionProjection;
import io.hookstream.projections.destination.DestinationProjection;
import io.hookstream.projections.source.SourceProjection;
import io.hookstream.query.ReadModels;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers what can be asked about connections. */
@Component
class ConnectionQueryHandler {

    private final ReadModels models;

    ConnectionQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable ConnectionView> handle(FindConnection query) {
        return models.byId(ConnectionProjection.COLLECTION, query.id(), query.tenant())
                .flatMap(document -> views(List.of(document)))
                .map(List::getFirst)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<@Nullable Connections> handle(ListConnections query) {
        List<Bson> filters = ReadModels.existing(query.tenant());
        if (query.sourceId() != null) {
            filters.add(Filters.eq(ConnectionProjection.SOURCE_ID, query.sourceId()));
        }
        if (query.destinationId() != null) {
            filters.add(Filters.eq(ConnectionProjection.DESTINATION_ID, query.destinationId()));
        }
        return models.page(ConnectionProjection.COLLECTION, filters, query.page())
                .flatMap(page -> views(page.documents()).map(views -> new Connections(views, page.next())))
                .toFuture();
    }

    private Mono<List<ConnectionView>> views(List<Document> documents) {
        return Mono.zip(
                        names(documents, ConnectionProjection.SOURCE_ID, SourceProjection.COLLECTION),
                        names(documents, ConnectionProjection.DESTINATION_ID, DestinationProjection.COLLECTION))
                .map(names -> documents.stream()
                        .map(document -> view(document, names.getT1(), names.getT2()))
                        .toList());
    }

    private Mono<Map<String, String>> names(List<Document> documents, String field, String collection) {
        return models.names(
                collection,
                documents.stream().map(document -> document.getString(field)).toList());
    }

    private static ConnectionView view(
            Document document, Map<String, String> sourceNames, Map<String, String> destinationNames) {
        return new ConnectionView(
                document.getString(ResourceDocument.ID),
                ResourceDocument.tenant(document),
                ResourceDocument.settings(document, ConnectionSettings.class),
                ResourceDocument.revision(document),
                sourceNames.get(document.getString(ConnectionProjection.SOURCE_ID)),
                destinationNames.get(document.getString(ConnectionProjection.DESTINATION_ID)));
    }
}
