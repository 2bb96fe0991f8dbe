package io.hookstream.embedded;

import io.hookstream.embedded.QueryPlan.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The entries of an index that a plan reads, in its order. They are read in portions, each from behind the last one's end,
 * so nothing stays open between two commands of one cursor.
 */
final class EntryScan {

    private static final int FIRST_PORTION = 64;
    private static final int MAX_PORTION = 1_024;
    private static final int CHECK_TIME_EVERY = 1_024;

    private final DocumentStorage storage;
    private final long index;
    private final QueryPlan plan;
    private final boolean descending;
    private final boolean merge;
    private final List<Part> parts = new ArrayList<>();
    private @Nullable PriorityQueue<Part> merged;
    private int current;
    private long examined;

    EntryScan(DocumentStorage storage, long index, QueryPlan plan) {
        this.storage = storage;
        this.index = index;
        this.plan = plan;
        this.descending = plan.descending();
        this.merge = plan.isMerge();
        List<KeyRange> ranges = descending ? plan.ranges().reversed() : plan.ranges();
        ranges.forEach(range -> parts.add(new Part(range)));
    }

    /** How many entries the plan accepts. */
    static long count(DocumentStorage storage, long index, QueryPlan plan) {
        long entries = 0;
        if (!plan.filters().isEmpty()) {
            EntryScan scan = new EntryScan(storage, index, plan);
            while (scan.next() != null) {
                entries++;
            }
            return entries;
        }
        for (KeyRange range : plan.ranges()) {
            entries += storage.connection()
                    .countEntries(index, range.keys().from(), range.keys().to());
            storage.checkTime();
        }
        return entries;
    }

    long examined() {
        return examined;
    }

    /** The next entry that the plan accepts; null after the last one. */
    byte @Nullable [] next() {
        byte[] entry;
        do {
            entry = merge ? nextMerged() : nextInTurn();
            examined += entry == null ? 0 : 1;
            if (examined % CHECK_TIME_EVERY == 0) {
                storage.checkTime();
            }
        } while (entry != null && !plan.accepts(entry));
        return entry;
    }

    private byte @Nullable [] nextInTurn() {
        while (current < parts.size()) {
            byte[] entry = parts.get(current).poll();
            if (entry != null) {
                return entry;
            }
            current++;
        }
        return null;
    }

    private byte @Nullable [] nextMerged() {
        if (merged == null) {
            Comparator<Part> order = Part::compareTails;
            merged = new PriorityQueue<>(parts.size(), descending ? order.reversed() : order);
            for (Part part : parts) {
                if (part.peek() != null) {
                    merged.add(part);
                }
            }
        }
        Part least = merged.poll();
        if (least == null) {
            return null;
        }
        byte[] entry = least.poll();
        if (least.peek() != null) {
            merged.add(least);
        }
        return entry;
    }

    /** One range, and how far it has been read. */
    private final class Part {

        private final KeyRange range;
        private byte[] from;
        private byte[] to;
        private List<byte[]> portion = List.of();
        private int read;
        private int size = FIRST_PORTION;
        private boolean ended;

        Part(KeyRange range) {
            this.range = range;
            this.from = range.keys().from();
            this.to = range.keys().to();
        }

        byte @Nullable [] peek() {
            if (read == portion.size() && !ended) {
                fill();
            }
            return read < portion.size() ? portion.get(read) : null;
        }

        byte @Nullable [] poll() {
            byte[] entry = peek();
            read++;
            return entry;
        }

        private void fill() {
            portion = storage.connection().entries(index, from, to, descending, size);
            read = 0;
            ended = portion.size() < size;
            size = Math.min(MAX_PORTION, size * 4);
            if (portion.isEmpty()) {
                return;
            }
            byte[] last = portion.getLast();
            if (descending) {
                to = last;
            } else {
                // The least bytes that are greater.
                from = Arrays.copyOf(last, last.length + 1);
            }
        }

        private int compareTails(Part other) {
            byte[] one = portion.get(read);
            byte[] two = other.portion.get(other.read);
            return Arrays.compareUnsigned(one, range.prefix(), one.length, two, other.range.prefix(), two.length);
        }
    }
}
