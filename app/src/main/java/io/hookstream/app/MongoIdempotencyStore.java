package io.hookstream.app;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.hookstream.messages.Secret;
import io.hookstream.messages.idempotency.IdempotencyStore;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Idempotency keys in the document store, which forgets them by a TTL index. */
final class MongoIdempotencyStore implements IdempotencyStore {

    static final String COLLECTION = "idempotency_keys";

    private static final String ID = "_id";
    private static final String DIGEST = "digest";
    private static final String OWNER = "owner";
    private static final String TAKE_OVER_AT = "take_over_at";
    private static final String EXPIRES_AT = "expires_at";
    private static final String STATUS = "status";
    private static final String CONTENT_TYPE = "content_type";
    private static final String E_TAG = "etag";
    private static final String BODY = "body";

    private final MongoCollection<Document> keys;

    MongoIdempotencyStore(com.mongodb.client.MongoDatabase database, MongoDatabase reactive) {
        database.getCollection(COLLECTION)
                .createIndex(Indexes.ascending(EXPIRES_AT), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS));
        keys = reactive.getCollection(COLLECTION).withWriteConcern(WriteConcern.JOURNALED);
    }

    /** Takes the place of what is expired, which the index removes only now and then, or was left behind by a crash. */
    @Override
    public CompletableFuture<Optional<Earlier>> begin(Attempt attempt) {
        Date now = Date.from(attempt.now());
        Document begun = new Document(ID, attempt.id())
                .append(DIGEST, attempt.digest())
                .append(OWNER, attempt.owner())
                .append(TAKE_OVER_AT, Date.from(attempt.takeOverAt()))
                .append(EXPIRES_AT, Date.from(attempt.expiresAt()));
        Bson free = and(eq(ID, attempt.id()), or(lt(EXPIRES_AT, now), and(eq(STATUS, null), lt(TAKE_OVER_AT, now))));
        return Mono.from(keys.replaceOne(free, begun, new ReplaceOptions().upsert(true)))
                .thenReturn(Optional.<Earlier>empty())
                .onErrorResume(
                        MongoIdempotencyStore::isTaken,
                        taken -> Mono.from(keys.find(eq(ID, attempt.id())).first())
                                .map(document -> Optional.of(earlier(document)))
                                // It has just been released.
                                .switchIfEmpty(Mono.defer(() -> Mono.fromFuture(() -> begin(attempt)))))
                .toFuture()
                .thenApply(earlier -> Objects.requireNonNull(earlier));
    }

    @Override
    public CompletableFuture<@Nullable Void> finish(Attempt attempt, Answer answer) {
        return Mono.from(keys.updateOne(
                        own(attempt),
                        combine(
                                set(STATUS, answer.status()),
                                set(CONTENT_TYPE, answer.contentType()),
                                set(E_TAG, answer.eTag()),
                                set(BODY, answer.body().ciphertext()))))
                .then()
                .toFuture();
    }

    @Override
    public CompletableFuture<@Nullable Void> forget(Attempt attempt) {
        return Mono.from(keys.deleteOne(own(attempt))).then().toFuture();
    }

    private static Bson own(Attempt attempt) {
        return and(eq(ID, attempt.id()), eq(OWNER, attempt.owner()));
    }

    private static boolean isTaken(Throwable e) {
        return e instanceof MongoWriteException write
                ? write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY
                : e instanceof MongoException mongo
                        && ErrorCategory.fromErrorCode(mongo.getCode()) == ErrorCategory.DUPLICATE_KEY;
    }

    private static Earlier earlier(Document document) {
        Integer status = document.getInteger(STATUS);
        Answer answer = status == null
                ? null
                : new Answer(
                        status,
                        document.getString(CONTENT_TYPE),
                        document.getString(E_TAG),
                        new Secret(document.getString(BODY), ""));
        return new Earlier(document.getString(DIGEST), answer);
    }
}
