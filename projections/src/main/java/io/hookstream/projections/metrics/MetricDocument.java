package io.hookstream.projections.metrics;

import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.metrics.Grain;
import io.hookstream.projections.CollectionIndexes;
import io.hookstream.projections.ResourceDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * How a bucket is kept: what one source received, or what one destination was sent, in a minute, an hour or a day. The
 * processor's segments count side by side, so a bucket has a part for each, which holds up to where in the log it has
 * counted; the bucket is all of them together.
 */
public final class MetricDocument {

    public static final String COLLECTION = "metrics";

    /** {@link #RECEIVED} or {@link #TRIED}. */
    public static final String KIND = "kind";

    public static final String RECEIVED = "received";
    public static final String TRIED = "tried";

    /** {@link Grain#text}. */
    public static final String GRAIN = "grain";

    /** When it begins. */
    public static final String AT = "at";

    /** The source or the destination. */
    public static final String OF = "of";

    /** Minutes are for what is asked about the last 48 hours, and kept a little longer. */
    public static final Duration MINUTES_KEPT = Duration.ofHours(50);

    static final String PARTS = "parts";
    private static final String EXPIRES_AT = "expires_at";
    private static final String POSITION = "position";
    private static final String COUNT = "count";
    private static final String FAILED = "failed";
    private static final String LATENCY_MS = "latency_ms";
    private static final String SKETCH = "sketch";

    private MetricDocument() {}

    static IndexModel[] indexes() {
        return new IndexModel[] {
            new IndexModel(CollectionIndexes.ofTenant(KIND, GRAIN, AT, OF)),
            new IndexModel(Indexes.ascending(EXPIRES_AT), new IndexOptions().expireAfter(0L, TimeUnit.SECONDS))
        };
    }

    /** Which bucket. */
    record Bucket(Tenant tenant, String kind, Grain grain, Instant at, String of) {

        String id() {
            return grain.text() + "/" + of + "/" + at;
        }

        /** What it is made with. */
        Document fields() {
            Document fields = new Document(ResourceDocument.ORGANIZATION_ID, tenant.organizationId())
                    .append(ResourceDocument.ENVIRONMENT_ID, tenant.environmentId())
                    .append(KIND, kind)
                    .append(GRAIN, grain.text())
                    .append(AT, Date.from(at))
                    .append(OF, of);
            return grain == Grain.MINUTE ? fields.append(EXPIRES_AT, Date.from(at.plus(MINUTES_KEPT))) : fields;
        }
    }

    /** One event that was received, or one attempt, and where in the log it is. */
    record Sample(long position, boolean success, long latencyMs) {}

    /** Up to where in the log this part has counted. */
    static long position(Document part) {
        return part.get(POSITION, -1L);
    }

    /** The part with some more counted. */
    static Document counted(Document part, String kind, List<Sample> samples) {
        Document more = new Document(POSITION, samples.getLast().position())
                .append(COUNT, part.get(COUNT, 0L) + samples.size());
        if (kind.equals(RECEIVED)) {
            return more;
        }
        Binary before = part.get(SKETCH, Binary.class);
        Sketch sketch = before == null ? new Sketch() : Sketch.decode(before.getData());
        samples.forEach(sample -> sketch.record(sample.latencyMs()));
        return more.append(
                        FAILED,
                        part.get(FAILED, 0L)
                                + samples.stream()
                                        .filter(sample -> !sample.success())
                                        .count())
                .append(
                        LATENCY_MS,
                        part.get(LATENCY_MS, 0L)
                                + samples.stream().mapToLong(Sample::latencyMs).sum())
                .append(SKETCH, new Binary(sketch.encode()));
    }

    public static Instant at(Document bucket) {
        return bucket.getDate(AT).toInstant();
    }

    public static long count(Document bucket) {
        return sum(bucket, COUNT);
    }

    public static long failed(Document bucket) {
        return sum(bucket, FAILED);
    }

    public static long latencyMs(Document bucket) {
        return sum(bucket, LATENCY_MS);
    }

    /** What {@link Sketch} decodes. */
    public static List<byte[]> sketches(Document bucket) {
        return parts(bucket).stream()
                .map(part -> part.get(SKETCH, Binary.class).getData())
                .toList();
    }

    private static long sum(Document bucket, String field) {
        return parts(bucket).stream().mapToLong(part -> part.get(field, 0L)).sum();
    }

    private static Collection<Document> parts(Document bucket) {
        return bucket.get(PARTS, Document.class).values().stream()
                .map(Document.class::cast)
                .toList();
    }
}
