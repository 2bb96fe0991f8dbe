package io.hookstream.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Sorts the rows of documents in memory, which is bounded: by the limit of the query, or else by a size. */
final class Sorter {

    private static final long MAX_BYTES = 32 << 20;
    private static final int BYTES_PER_ROW = 64;
    private static final int EXCEEDED_MEMORY_LIMIT = 292;
    private static final Comparator<Keyed> ORDER = Comparator.<Keyed, byte[]>comparing(
                    Keyed::key, Arrays::compareUnsigned)
            .thenComparingLong(Keyed::arrival);

    private final Document order;
    private final int limit;
    private final @Nullable PriorityQueue<Keyed> best;
    private final List<Keyed> all = new ArrayList<>();
    private long arrivals;
    private long bytes;

    @SuppressWarnings("ArrayRecordComponent") // Never compared, nor changed.
    private record Keyed(byte[] key, long arrival, long row) {}

    /** @param limit how many are wanted; 0 for all */
    Sorter(Document order, int limit) {
        this.order = order;
        this.limit = limit;
        this.best = limit > 0 ? new PriorityQueue<>(ORDER.reversed()) : null;
    }

    void add(Document document, long row) {
        Keyed keyed = new Keyed(KeyEncoder.sortKey(document, order), arrivals++, row);
        bytes += keyed.key.length + BYTES_PER_ROW;
        if (best == null) {
            all.add(keyed);
        } else {
            best.add(keyed);
            if (best.size() > limit) {
                bytes -= best.remove().key.length + BYTES_PER_ROW;
            }
        }
        if (bytes > MAX_BYTES) {
            throw new MongoServerError(
                    EXCEEDED_MEMORY_LIMIT,
                    "QueryExceededMemoryLimitNoDiskUseAllowed",
                    "Sort exceeded memory limit of " + MAX_BYTES
                            + " bytes. Add an index that gives this order, or a limit.");
        }
    }

    /** The rows in order. */
    long[] rows() {
        List<Keyed> sorted = best == null ? all : new ArrayList<>(best);
        sorted.sort(ORDER);
        return sorted.stream().mapToLong(Keyed::row).toArray();
    }
}
