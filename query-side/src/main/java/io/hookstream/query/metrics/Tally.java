package io.hookstream.query.metrics;

import io.hookstream.projections.event.AttemptDocument;
import io.hookstream.projections.metrics.MetricDocument;
import io.hookstream.projections.metrics.Sketch;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** What has been counted of one source or destination in one bucket of an answer. Sketches are merged at the end, one by one. */
final class Tally {

    private final List<byte[]> sketches = new ArrayList<>();
    private final List<Long> latencies = new ArrayList<>();
    private long count;
    private long failed;
    private long latencyMs;

    void addBucket(Document bucket) {
        count += MetricDocument.count(bucket);
        if (bucket.getString(MetricDocument.KIND).equals(MetricDocument.TRIED)) {
            failed += MetricDocument.failed(bucket);
            latencyMs += MetricDocument.latencyMs(bucket);
            sketches.addAll(MetricDocument.sketches(bucket));
        }
    }

    void addEvent() {
        count++;
    }

    void addAttempt(Document attempt) {
        long latency = attempt.getLong(AttemptDocument.LATENCY_MS);
        count++;
        failed += AttemptDocument.FAILED.equals(attempt.getString(AttemptDocument.STATUS)) ? 1 : 0;
        latencyMs += latency;
        latencies.add(latency);
    }

    long count() {
        return count;
    }

    long success() {
        return count - failed;
    }

    double averageMs() {
        return count == 0 ? 0 : (double) latencyMs / count;
    }

    Sketch sketch() {
        Sketch all = new Sketch();
        sketches.forEach(sketch -> all.add(Sketch.decode(sketch)));
        latencies.forEach(all::record);
        return all;
    }
}
