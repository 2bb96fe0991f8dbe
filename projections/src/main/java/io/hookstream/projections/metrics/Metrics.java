package io.hookstream.projections.metrics;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.Attempt;
import io.hookstream.messages.event.InboundEventEvent.DeliveryEvent;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.metrics.Grain;
import io.hookstream.projections.CollectionIndexes;
import io.hookstream.projections.metrics.MetricDocument.Bucket;
import io.hookstream.projections.metrics.MetricDocument.Sample;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What one batch adds to the buckets: one read and one write, however many events it has. A part of a bucket is written
 * whole, made from what it was and what it has not counted yet, so that a batch may be handled again.
 */
public final class Metrics {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    /** Null for a dead letter, which the segment has counted past: it is a part of its own. */
    private final @Nullable Object segment;

    private final Instant minutesFrom;
    private final Map<Bucket, List<Sample>> samples = new LinkedHashMap<>();

    /**
     * @param segment of the processor; null for a dead letter
     * @param now what is so old that it is asked for by the hour only is not counted by the minute
     */
    public Metrics(@Nullable Object segment, Instant now) {
        this.segment = segment;
        this.minutesFrom = now.minus(MetricDocument.MINUTES_KEPT);
    }

    public static void createIndexes(MongoDatabase database) {
        CollectionIndexes.create(database, MetricDocument.COLLECTION, MetricDocument.indexes());
    }

    public void received(EventReceived event, Instant at, long position) {
        Sample sample = new Sample(position, true, 0);
        add(event.tenant(), MetricDocument.RECEIVED, event.sourceId(), at, sample);
    }

    public void tried(DeliveryEvent event, Attempt attempt, long position) {
        Sample sample = new Sample(position, attempt.success(), attempt.latencyMs());
        String destinationId = event.target().destinationId();
        add(event.tenant(), MetricDocument.TRIED, destinationId, attempt.attemptedAt(), sample);
    }

    /** Documents know times to the millisecond, and so do buckets. */
    private void add(Tenant tenant, String kind, String of, Instant precise, Sample sample) {
        Instant at = precise.truncatedTo(ChronoUnit.MILLIS);
        for (Grain grain : Grain.values()) {
            if (grain != Grain.MINUTE || at.isAfter(minutesFrom)) {
                Bucket bucket = new Bucket(tenant, kind, grain, grain.floor(at), of);
                samples.computeIfAbsent(bucket, key -> new ArrayList<>()).add(sample);
            }
        }
    }

    public void write(MongoDatabase database) {
        if (samples.isEmpty()) {
            return;
        }
        MongoCollection<Document> metrics = database.getCollection(MetricDocument.COLLECTION);
        List<WriteModel<Document>> writes = segment == null ? late() : counted(metrics, "segment_" + segment);
        if (!writes.isEmpty()) {
            metrics.bulkWrite(writes);
        }
    }

    private List<WriteModel<Document>> counted(MongoCollection<Document> metrics, String part) {
        Map<String, Document> before = new HashMap<>();
        metrics.find(Filters.in("_id", samples.keySet().stream().map(Bucket::id).toList()))
                .projection(Projections.include(MetricDocument.PARTS + "." + part))
                .forEach(bucket -> before.put(
                        bucket.getString("_id"),
                        bucket.get(MetricDocument.PARTS, new Document()).get(part, new Document())));
        List<WriteModel<Document>> writes = new ArrayList<>();
        samples.forEach((bucket, seen) -> {
            Document counted = before.getOrDefault(bucket.id(), new Document());
            List<Sample> more = seen.stream()
                    .filter(sample -> sample.position() > MetricDocument.position(counted))
                    .toList();
            if (!more.isEmpty()) {
                writes.add(write(bucket, part, MetricDocument.counted(counted, bucket.kind(), more)));
            }
        });
        return writes;
    }

    private List<WriteModel<Document>> late() {
        List<WriteModel<Document>> writes = new ArrayList<>();
        samples.forEach((bucket, seen) -> seen.forEach(sample -> writes.add(write(
                bucket,
                "letter_" + sample.position(),
                MetricDocument.counted(new Document(), bucket.kind(), List.of(sample))))));
        return writes;
    }

    private static WriteModel<Document> write(Bucket bucket, String part, Document content) {
        return new UpdateOneModel<>(
                Filters.eq(bucket.id()),
                new Document("$set", new Document(MetricDocument.PARTS + "." + part, content))
                        .append("$setOnInsert", bucket.fields()),
                UPSERT);
    }
}
