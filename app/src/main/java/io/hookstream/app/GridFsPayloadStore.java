package io.hookstream.app;

import com.mongodb.WriteConcern;
import com.mongodb.client.model.Filters;
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

    private final GridFSBucket bucket;

    GridFsPayloadStore(MongoDatabase database) {
        bucket = GridFSBuckets.create(database, "payloads").withWriteConcern(WriteConcern.JOURNALED);
    }

    /**
     * What is stored must not be uploaded once more: the driver writes the chunks, finds the file that makes them one
     * there already, and deletes every chunk under this id.
     */
    @Override
    public CompletableFuture<@Nullable Void> store(String eventId, byte[] bytes) {
        BsonString id = new BsonString(eventId);
        Mono<Void> upload =
                Mono.from(bucket.uploadFromPublisher(id, eventId, Mono.fromSupplier(() -> ByteBuffer.wrap(bytes))));
        return Mono.from(bucket.find(Filters.eq(id)).first())
                .hasElement()
                .flatMap(stored -> stored ? Mono.<Void>empty() : upload)
                .toFuture();
    }

    @Override
    public Publisher<ByteBuffer> read(String eventId) {
        return bucket.downloadToPublisher(new BsonString(eventId));
    }
}
