package io.hookstream.query;

import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.event.Counters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The reads that all features share. Each is bounded in time and in size. */
@Component
public class ReadModels {

    private static final long MAX_SECONDS = 10;
    private static final int BATCH = 1000;

    private final MongoDatabase database;
    private final Totals totals = new Totals(System::nanoTime);

    ReadModels(MongoDatabase database) {
        this.database = database;
    }

    /** @param next the id after which the next page begins; null on the last one */
    public record Slice(List<Document> documents, @Nullable String next) {}

    /** The document of this id, if it is the tenant's; null asks for any tenant's. */
    public Mono<Document> byId(String collection, String id, @Nullable Tenant tenant) {
        return Mono.from(bounded(collection, Filters.eq(id)).first())
                .filter(document -> tenant == null || tenant.equals(ResourceDocument.tenant(document)));
    }

    /** One page, the newest ids first. */
    public Mono<Slice> page(String collection, List<Bson> filters, PageRequest page) {
        return page(collection, filters, page, new Document());
    }

    /** One page of some of the documents' fields, the newest ids first. */
    public Mono<Slice> page(String collection, List<Bson> filters, PageRequest page, Bson fields) {
        List<Bson> all = new ArrayList<>(filters);
        if (page.after() != null) {
            all.add(Filters.lt(ResourceDocument.ID, page.after()));
        }
        // One more than asked for tells whether there is another page.
        return Flux.from(bounded(collection, Filters.and(all))
                        .projection(fields)
                        .sort(Sorts.descending(ResourceDocument.ID))
                        .limit(page.limit() + 1))
                .collectList()
                .map(found -> found.size() <= page.limit()
                        ? new Slice(found, null)
                        : new Slice(
                                found.subList(0, page.limit()),
                                found.get(page.limit() - 1).getString(ResourceDocument.ID)));
    }

    /** For a list; of many it may be some seconds old. */
    public Mono<Long> count(String collection, List<Bson> filters) {
        return count(collection, filters, 0);
    }

    /** @param limit where to stop counting; 0 for nowhere */
    public Mono<Long> count(String collection, List<Bson> filters, int limit) {
        Bson filter = Filters.and(filters);
        CountOptions options = new CountOptions().limit(limit).maxTime(MAX_SECONDS, TimeUnit.SECONDS);
        Mono<Long> count = Mono.from(database.getCollection(collection).countDocuments(filter, options));
        return limit > 0 ? count : totals.of(new Totals.Asked(collection, filter.toBsonDocument()), count);
    }

    /**
     * A find that gives up in time. Who subscribes asks for all there is, and the driver would pass that on as batches of
     * two billion; there are servers that set the room for them aside.
     */
    public FindPublisher<Document> bounded(String collection, Bson filter) {
        return database.getCollection(collection).find(filter).batchSize(BATCH).maxTime(MAX_SECONDS, TimeUnit.SECONDS);
    }

    /** What things of these ids are called; what is deleted has no name any more. */
    public Mono<Map<String, String>> names(String collection, Collection<String> ids) {
        return Flux.from(bounded(
                                collection,
                                Filters.and(
                                        Filters.in(ResourceDocument.ID, ids),
                                        Filters.eq(ResourceDocument.DELETED, false)))
                        .projection(Projections.include(ResourceDocument.NAME)))
                .filter(document -> document.getString(ResourceDocument.NAME) != null)
                .collectMap(
                        document -> document.getString(ResourceDocument.ID),
                        document -> document.getString(ResourceDocument.NAME));
    }

    /** How much has been counted of each of these ids. */
    public Mono<Map<String, Long>> counts(Collection<String> ids) {
        return Flux.from(bounded(Counters.COLLECTION, Filters.in(Counters.OF, ids)))
                .collect(
                        HashMap::new,
                        (counts, counter) -> counts.merge(
                                counter.getString(Counters.OF), counter.getLong(Counters.COUNT), Long::sum));
    }

    /**
     * How many events a tenant has received.
     *
     * @param sourceId null for all sources
     */
    public Mono<Long> received(Tenant tenant, @Nullable String sourceId) {
        List<Bson> filters = of(tenant);
        if (sourceId != null) {
            filters.add(Filters.eq(Counters.OF, sourceId));
        }
        return Flux.from(bounded(Counters.COLLECTION, Filters.and(filters)))
                .reduce(0L, (sum, counter) -> sum + counter.getLong(Counters.COUNT));
    }

    /** What every list of a tenant begins with. */
    public static List<Bson> of(Tenant tenant) {
        List<Bson> filters = new ArrayList<>();
        filters.add(Filters.eq(ResourceDocument.ORGANIZATION_ID, tenant.organizationId()));
        filters.add(Filters.eq(ResourceDocument.ENVIRONMENT_ID, tenant.environmentId()));
        return filters;
    }

    /** What a list of a tenant's things that are not deleted begins with. */
    public static List<Bson> existing(Tenant tenant) {
        List<Bson> filters = of(tenant);
        filters.add(Filters.eq(ResourceDocument.DELETED, false));
        return filters;
    }

    public static List<String> ids(List<Document> documents) {
        return documents.stream()
                .map(document -> document.getString(ResourceDocument.ID))
                .toList();
    }
}
