package io.hookstream.app;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import com.mongodb.reactivestreams.client.MongoCollection;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.session.Session;
import io.hookstream.messages.session.SessionStore;
import io.hookstream.projections.CollectionIndexes;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Sessions in the document store, which deletes those that have expired. */
final class MongoSessionStore implements SessionStore {

    static final String COLLECTION = "sessions";

    private static final String USER_ID = "user_id";
    private static final String ORGANIZATION_ID = "organization_id";
    private static final String ENVIRONMENT_ID = "environment_id";
    private static final String CREATED_AT = "created_at";
    private static final String SEEN_AT = "seen_at";
    private static final String EXPIRES_AT = "expires_at";

    private final MongoCollection<Document> sessions;

    /** @param setup creates the indexes, and is not used after that */
    MongoSessionStore(MongoDatabase setup, com.mongodb.reactivestreams.client.MongoDatabase database) {
        CollectionIndexes.create(
                setup,
                COLLECTION,
                new IndexModel(Indexes.ascending(EXPIRES_AT), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS)),
                new IndexModel(Indexes.ascending(USER_ID)));
        sessions = database.getCollection(COLLECTION);
    }

    @Override
    public CompletableFuture<@Nullable Void> create(Session session) {
        return done(sessions.insertOne(document(session)));
    }

    @Override
    public CompletableFuture<@Nullable Session> find(String id) {
        return Mono.from(sessions.find(eq(id)).first())
                .map(MongoSessionStore::session)
                .toFuture();
    }

    @Override
    public CompletableFuture<@Nullable Void> touch(String id, Instant seenAt, Instant expiresAt) {
        return done(sessions.updateOne(
                eq(id),
                Updates.combine(
                        Updates.set(SEEN_AT, Date.from(seenAt)), Updates.set(EXPIRES_AT, Date.from(expiresAt)))));
    }

    @Override
    public CompletableFuture<@Nullable Void> move(String id, Tenant tenant) {
        return done(sessions.updateOne(
                eq(id),
                Updates.combine(
                        Updates.set(ORGANIZATION_ID, tenant.organizationId()),
                        Updates.set(ENVIRONMENT_ID, tenant.environmentId()))));
    }

    @Override
    public CompletableFuture<@Nullable Void> end(String id) {
        return done(sessions.deleteOne(eq(id)));
    }

    @Override
    public CompletableFuture<@Nullable Void> endAllOf(String userId) {
        return done(sessions.deleteMany(eq(USER_ID, userId)));
    }

    private static CompletableFuture<@Nullable Void> done(Publisher<?> result) {
        return Mono.from(result).then().toFuture();
    }

    private static Document document(Session session) {
        return new Document("_id", session.id())
                .append(USER_ID, session.userId())
                .append(ORGANIZATION_ID, session.tenant().organizationId())
                .append(ENVIRONMENT_ID, session.tenant().environmentId())
                .append(CREATED_AT, Date.from(session.createdAt()))
                .append(SEEN_AT, Date.from(session.seenAt()))
                .append(EXPIRES_AT, Date.from(session.expiresAt()));
    }

    private static Session session(Document document) {
        return new Session(
                document.getString("_id"),
                document.getString(USER_ID),
                new Tenant(document.getString(ORGANIZATION_ID), document.getString(ENVIRONMENT_ID)),
                instant(document, CREATED_AT),
                instant(document, SEEN_AT),
                instant(document, EXPIRES_AT));
    }

    private static Instant instant(Document document, String field) {
        return document.getDate(field).toInstant();
    }
}
