package io.hookstream.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the documents of a query are found.
 *
 * @param index the index that is read; null if the whole collection is
 * @param ranges the parts of the index that are read, in its order, none twice
 * @param descending whether they are read from their ends
 * @param sorted whether what is read this way comes in the order that the query asks for
 * @param exact whether each document found matches the query, so that it need not be checked
 */
record QueryPlan(
        @Nullable DocumentIndex index, List<KeyRange> ranges, boolean descending, boolean sorted, boolean exact) {

    /**
     * A part of an index, from the first key to before the second one.
     *
     * @param prefix the length of what all its keys begin with; ranges that are merged are merged by what comes after
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, nor changed.
    record KeyRange(byte[] from, byte[] to, int prefix) {}

    /** Whether several ranges must be read side by side to give the order. */
    boolean isMerge() {
        return sorted && ranges.size() > 1 && ranges.getFirst().prefix() > 0;
    }
}
