package io.hookstream.app;

import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoDatabase;
import com.mongodb.reactivestreams.client.gridfs.GridFSBucket;
import com.mongodb.reactivestreams.client.gridfs.GridFSBuckets;
import io.hookstream.messages.event.PayloadStore;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.bson.BsonString;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Large payloads in GridFS. They are journaled before the event that refers to them is appended. */
final class GridFsPayloadStore implements PayloadStore {

    private static final int DUPLICATE_KEY = 11000;

    private final GridFSBucket bucket;

    GridFsPayloadStore(MongoDatabase database) {
        bucket = GridFSBuckets.create(database, "payloads").withWriteConcern(WriteConcern.JOURNALED);
    }

    @Override
    public CompletableFuture<@Nullable Void> store(String eventId, byte[] bytes) {
        return Mono.from(bucket.uploadFromPublisher(
                        new BsonString(eventId), eventId, Mono.fromSupplier(() -> ByteBuffer.wrap(bytes))))
                // What is stored under an id never changes, so storing it again has nothing to do.
                .onErrorResume(
                        MongoWriteException.class,
                        e -> e.getError().getCode() == DUPLICATE_KEY ? Mono.empty() : Mono.error(e))
                .toFuture();
    }

    @Override
    public Publisher<ByteBuffer> read(String eventId) {
        return bucket.downloadToPublisher(new BsonString(eventId));
    }
}
