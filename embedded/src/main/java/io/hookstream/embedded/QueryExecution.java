package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.Cursor;
import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import io.hookstream.embedded.DocumentConnection.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A query under way: finds the documents one after the other, and remembers where it is between the commands of its
 * cursor. Between them others may write; a document that changed is checked again before it is given out.
 */
final class QueryExecution implements Cursor {

    private static final int ROWS_PORTION = 64;
    private static final int CHECK_TIME_EVERY = 64;

    /** A reply may have 48 MB; MongoDB ends a batch here. */
    private static final int BATCH_BYTES = 16 << 20;

    private final DocumentStorage storage;
    private final DocumentCollection collection;
    private final QueryPlan plan;
    private final Document query;
    private final @Nullable Document order;
    private final UnaryOperator<List<Document>> projection;
    private final long id;
    private final DefaultQueryMatcher matcher = new DefaultQueryMatcher();

    private final @Nullable EntryScan entries;
    private List<Row> rows = List.of();
    private int nextRow;
    private boolean begun;
    private boolean resumed;
    private long lastRow;
    private long @Nullable [] sorted;
    private int nextSorted;
    private int toSkip;
    private int left;
    private long documentsExamined;
    private @Nullable Found ahead;
    private volatile long lastUsed = System.nanoTime();

    /** A document, where it is, and its size. */
    record Found(long row, Document document, int bytes) {}

    QueryExecution(
            DocumentStorage storage,
            DocumentCollection collection,
            QueryPlan plan,
            Request request,
            UnaryOperator<List<Document>> projection,
            long id) {
        this.storage = storage;
        this.collection = collection;
        this.plan = plan;
        this.query = QueryForm.of(request.query());
        this.order = request.order();
        this.projection = projection;
        this.id = id;
        this.toSkip = request.skip();
        this.left = request.limit() > 0 ? request.limit() : Integer.MAX_VALUE;
        DocumentIndex index = plan.index();
        this.entries = index == null ? null : new EntryScan(storage, index.number(), plan);
        this.lastRow = plan.descending() ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    /** @param limit how many documents are wanted; 0 for all */
    record Request(Document query, @Nullable Document order, int skip, int limit) {}

    @Override
    public long getId() {
        return id;
    }

    long documentsExamined() {
        return documentsExamined;
    }

    long keysExamined() {
        return entries == null ? 0 : entries.examined();
    }

    long idleNanos() {
        return System.nanoTime() - lastUsed;
    }

    /** Whether there is nothing more to come. Looks for the next document. */
    @Override
    public synchronized boolean isEmpty() {
        if (ahead == null) {
            ahead = find();
        }
        return ahead == null;
    }

    /** The next documents as the client wants them, as many as fit into a reply if the number is 0. */
    @Override
    public synchronized List<Document> takeDocuments(int number) {
        if (begun) {
            resume();
        }
        begun = true;
        lastUsed = System.nanoTime();
        List<Document> batch = new ArrayList<>();
        long bytes = 0;
        while ((number <= 0 || batch.size() < number) && !isEmpty()) {
            Found next = next();
            if (next == null || (bytes > 0 && bytes + next.bytes() > BATCH_BYTES)) {
                ahead = next;
                break;
            }
            bytes += next.bytes();
            batch.add(next.document());
        }
        return projection.apply(batch);
    }

    /** Since the last batch others may have written: what was read ahead is read again, and everything is checked. */
    private void resume() {
        resumed = true;
        rows = List.of();
        nextRow = 0;
        Found before = ahead;
        if (before != null) {
            Found now = collection.table().find(before.row());
            boolean matches = now != null && matcher.matches(now.document(), query);
            ahead = matches ? now : null;
            left += matches ? 0 : 1;
        }
    }

    /** The next document whole; null after the last one. */
    synchronized @Nullable Found next() {
        Found found = ahead == null ? find() : ahead;
        ahead = null;
        return found;
    }

    /** All documents that are left, whole. */
    Iterator<Document> documents() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !isEmpty();
            }

            @Override
            public Document next() {
                Found found = QueryExecution.this.next();
                if (found == null) {
                    throw new NoSuchElementException();
                }
                return found.document();
            }
        };
    }

    private @Nullable Found find() {
        if (left == 0) {
            return null;
        }
        if (!plan.sorted() && sorted == null) {
            sort();
        }
        Found found = sorted == null ? nextMatch() : nextSorted(sorted);
        while (found != null && toSkip > 0) {
            toSkip--;
            found = sorted == null ? nextMatch() : nextSorted(sorted);
        }
        if (found != null) {
            left--;
        }
        return found;
    }

    private void sort() {
        Document asked = order == null ? new Document() : order;
        long wanted = (long) left + toSkip;
        Sorter sorter = new Sorter(asked, wanted < Integer.MAX_VALUE ? (int) wanted : 0);
        for (Found match = nextMatch(); match != null; match = nextMatch()) {
            sorter.add(match.document(), match.row());
        }
        sorted = sorter.rows();
    }

    private @Nullable Found nextSorted(long[] inOrder) {
        while (nextSorted < inOrder.length) {
            Found found = collection.table().find(inOrder[nextSorted++]);
            if (found != null && matcher.matches(found.document(), query)) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Found nextMatch() {
        for (Found candidate = nextCandidate(); candidate != null; candidate = nextCandidate()) {
            if (++documentsExamined % CHECK_TIME_EVERY == 0) {
                storage.checkTime();
            }
            if ((plan.exact() && !resumed) || matcher.matches(candidate.document(), query)) {
                return candidate;
            }
        }
        return null;
    }

    private @Nullable Found nextCandidate() {
        return entries == null ? nextRow() : nextEntry(entries);
    }

    private @Nullable Found nextRow() {
        if (nextRow == rows.size()) {
            rows = storage.connection().rows(collection.table().number(), lastRow, plan.descending(), ROWS_PORTION);
            nextRow = 0;
            if (rows.isEmpty()) {
                return null;
            }
        }
        Row row = rows.get(nextRow++);
        lastRow = row.number();
        return new Found(row.number(), Bson.decode(row.body()), row.body().length);
    }

    private @Nullable Found nextEntry(EntryScan scan) {
        for (byte[] entry = scan.next(); entry != null; entry = scan.next()) {
            Found found = collection.table().find(DocumentIndex.row(entry));
            if (found != null && isFirst(entry, found)) {
                return found;
            }
        }
        return null;
    }

    /** A document with several entries in what is read is found at the first of them only. */
    private boolean isFirst(byte[] entry, Found found) {
        DocumentIndex index = plan.index();
        if (index == null || !index.isMultikey()) {
            return true;
        }
        byte[] first = null;
        for (byte[] key : index.keys(found.document())) {
            boolean read = plan.ranges().stream().anyMatch(range -> range.keys().contains(key, 0, key.length));
            if (read && (first == null || Arrays.compareUnsigned(key, first) < 0)) {
                first = key;
            }
        }
        return first != null && DocumentIndex.isEntryOf(entry, first);
    }
}
