package io.hookstream.app;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.hookstream.messages.apikey.ApiKeyUsage;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How often API keys were used, one document for each key. */
final class MongoApiKeyUsage implements ApiKeyUsage {

    private static final String REQUESTS = "requests";
    private static final String LAST_USED_AT = "last_used_at";

    private final MongoCollection<Document> usage;

    MongoApiKeyUsage(MongoDatabase database) {
        usage = database.getCollection("api_key_usage");
    }

    @Override
    public CompletableFuture<@Nullable Void> add(Map<String, Use> uses) {
        List<UpdateOneModel<Document>> updates = uses.entrySet().stream()
                .map(use -> new UpdateOneModel<Document>(
                        eq(use.getKey()),
                        Updates.combine(
                                Updates.inc(REQUESTS, use.getValue().requests()),
                                Updates.max(
                                        LAST_USED_AT, Date.from(use.getValue().lastUsedAt()))),
                        new UpdateOptions().upsert(true)))
                .toList();
        return Mono.from(usage.bulkWrite(updates, new BulkWriteOptions().ordered(false)))
                .then()
                .toFuture();
    }

    @Override
    public CompletableFuture<Map<String, Use>> of(Collection<String> ids) {
        return Flux.from(usage.find(Filters.in("_id", ids)))
                .collectMap(
                        document -> document.getString("_id"),
                        document -> new Use(
                                document.getLong(REQUESTS),
                                document.getDate(LAST_USED_AT).toInstant()))
                .toFuture()
                .thenApply(Objects::requireNonNull);
    }
}
