package io.hookstream.delivery.router;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import io.hookstream.messages.RecentlyUsed;
import io.hookstream.messages.connection.ConnectionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * What the router keeps: the connections of each source, which ones there were before, and which destinations keep the
 * order of arrival.
 */
@Component
class RouteStore {

    private static final String ROUTES = "router_routes";
    private static final String ENDED = "router_ended";
    private static final String ORDERED = "router_ordered";
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);
    private static final int MOST_SOURCES = 10_000;
    private static final Duration KNOWN_FOR = Duration.ofSeconds(1);

    private final MongoCollection<Document> routes;
    private final MongoCollection<Document> ended;
    private final MongoCollection<Document> ordered;

    /**
     * By source. Whoever handles a source's events handles its connections' too, so that what is known of these is never
     * old; whether a destination keeps the order another process may have changed.
     */
    private final RecentlyUsed<String, Known> known = new RecentlyUsed<>(MOST_SOURCES, source -> 1);

    private record Known(RouterBatch.Routes routes, long since) {

        boolean isFresh() {
            return System.nanoTime() - since < KNOWN_FOR.toNanos();
        }
    }

    RouteStore(MongoDatabase database) {
        routes = database.getCollection(ROUTES);
        ended = database.getCollection(ENDED);
        ordered = database.getCollection(ORDERED);
        routes.createIndex(Indexes.ascending(Route.SOURCE_ID, "_id"));
        ended.createIndex(Indexes.ascending(Route.SOURCE_ID, Route.DESTINATION_ID, "_id"));
    }

    void save(Route route) {
        routes.replaceOne(Filters.eq(route.connectionId()), route.document(), UPSERT);
        known.remove(route.sourceId());
    }

    /** Its settings are in the log. */
    void end(ConnectionEvent connection) {
        Document document = new Document("_id", connection.id())
                .append(Route.SOURCE_ID, connection.sourceId())
                .append(Route.DESTINATION_ID, connection.destinationId());
        ended.replaceOne(Filters.eq(connection.id()), document, UPSERT);
        routes.deleteOne(Filters.eq(connection.id()));
        known.remove(connection.sourceId());
    }

    void order(String destinationId, boolean keepsOrder) {
        if (keepsOrder) {
            ordered.replaceOne(Filters.eq(destinationId), new Document("_id", destinationId), UPSERT);
        } else {
            ordered.deleteOne(Filters.eq(destinationId));
        }
        known.clear();
    }

    /** Others may have handled what is handled here from now on, or will. */
    void forget() {
        known.clear();
    }

    /** For who handles the source's events. */
    RouterBatch.Routes of(String sourceId) {
        Known before = known.get(sourceId);
        if (before != null && before.isFresh()) {
            return before.routes();
        }
        long since = System.nanoTime();
        RouterBatch.Routes read = read(sourceId);
        known.put(sourceId, new Known(read, since));
        return read;
    }

    RouterBatch.Routes read(String sourceId) {
        List<Route> all = routes.find(Filters.eq(Route.SOURCE_ID, sourceId))
                .sort(Sorts.ascending("_id"))
                .map(Route::of)
                .into(new ArrayList<>());
        List<String> destinations = all.stream().map(Route::destinationId).toList();
        Set<String> inOrder = all.isEmpty()
                ? Set.of()
                : ordered.find(Filters.in("_id", destinations))
                        .map(document -> document.getString("_id"))
                        .into(new HashSet<>());
        return new RouterBatch.Routes(all, inOrder);
    }

    /** The ids of the connections that led there until they were deleted. */
    List<String> ended(String sourceId, String destinationId) {
        return ended.find(Filters.and(
                        Filters.eq(Route.SOURCE_ID, sourceId), Filters.eq(Route.DESTINATION_ID, destinationId)))
                .sort(Sorts.ascending("_id"))
                .map(document -> document.getString("_id"))
                .into(new ArrayList<>());
    }
}
