package io.hookstream.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.IndexBuildFailedException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.hookstream.embedded.QueryExecution.Found;
import io.hookstream.embedded.QueryExecution.Request;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A collection: a table of documents, and its indexes. The library applies updates and checks; this finds and keeps. */
final class DocumentCollection extends AbstractMongoCollection<Long> {

    private static final int INDEX_OPTIONS_CONFLICT = 85;
    private static final int PORTION = 64;
    private static final long NOT_READ = -1;

    private final DocumentStorage storage;
    private volatile List<DocumentIndex> known = List.of();
    private volatile List<DocumentIndex> visible = List.of();
    private volatile long number;
    private long writersNumber;

    /** The greatest number of a row so far; used by commands that write only. */
    private long lastRow = NOT_READ;

    private boolean onlyFirst;

    /** What was last loaded to be changed, and its size; used by commands that write only. */
    private long loadedRow = NOT_READ;

    private int loadedBytes;

    DocumentCollection(
            DocumentStorage storage,
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors) {
        super(database, name, options, cursors);
        this.storage = storage;
    }

    /**
     * The number of the table; 0 if there is none for the command that asks. While the command that creates it is not
     * committed, only commands that write can see it.
     */
    long number() {
        if (number != 0) {
            return number;
        }
        if (!storage.writes()) {
            number = storage.connection().catalog().collection(getFullName());
            return number;
        }
        if (writersNumber == 0) {
            useFromCommit(storage.connection().catalog().collection(getFullName()));
        }
        return writersNumber;
    }

    private long createdNumber() {
        if (number() == 0) {
            useFromCommit(storage.connection().catalog().createCollection(getFullName()));
        }
        return number();
    }

    private void useFromCommit(long table) {
        writersNumber = table;
        storage.afterCommit(() -> number = writersNumber);
    }

    /** The indexes that the running command can use: those it can see. */
    List<DocumentIndex> indexes() {
        return storage.writes() ? known : visible;
    }

    QueryExecution execute(Request request, @Nullable Document fields) {
        QueryPlan plan = QueryPlanner.plan(request.query(), request.order(), indexes());
        return new QueryExecution(
                storage, this, plan, request, found -> project(found, fields), cursorRegistry.generateCursorId());
    }

    private List<Document> project(List<Document> found, @Nullable Document fields) {
        return fields == null || fields.isEmpty()
                ? found
                : super.matchDocumentsFromStream(new Document(), found.stream(), 0, 0, 0, null, fields)
                        .collectDocuments();
    }

    @Override
    protected boolean documentMatchesQuery(Document document, Document query) {
        return query.isEmpty() || super.documentMatchesQuery(document, query);
    }

    @Override
    protected QueryResult queryDocuments(
            @Nullable Document query,
            @Nullable Document orderBy,
            int skip,
            int limit,
            int batchSize,
            @Nullable Document fields) {
        if (number() == 0) {
            return new QueryResult();
        }
        Document asked = query == null ? new Document() : query;
        QueryExecution execution =
                execute(new Request(asked, orderBy, skip, storage.writes() && onlyFirst ? 1 : limit), fields);
        if (storage.writes() && (onlyFirst || limit == 1)) {
            Found found = execution.next();
            return new QueryResult(found == null ? List.of() : List.of(loaded(found)));
        }
        if (storage.writes()) {
            // All that is found is found before the first of it is changed.
            List<Long> rows = new ArrayList<>();
            for (Found found = execution.next(); found != null; found = execution.next()) {
                rows.add(found.row());
            }
            return new QueryResult(() -> rows.stream().map(this::getDocument).iterator());
        }
        if (batchSize <= 0) {
            return new QueryResult(() -> iterate(execution));
        }
        List<Document> firstBatch = execution.takeDocuments(batchSize);
        if (execution.isEmpty()) {
            return new QueryResult(firstBatch);
        }
        cursorRegistry.add(execution);
        storage.opened(execution);
        return new QueryResult(firstBatch, execution);
    }

    private static Iterator<Document> iterate(QueryExecution execution) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !execution.isEmpty();
            }

            @Override
            public Document next() {
                Found found = execution.next();
                if (found == null) {
                    throw new NoSuchElementException();
                }
                return found.document();
            }
        };
    }

    @Override
    protected QueryResult matchDocuments(
            Document query, @Nullable Document orderBy, int skip, int limit, int batchSize, @Nullable Document fields) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, fields);
    }

    /** What a pipeline begins with: what its first stages ask for, if it was taken over, else everything. */
    @Override
    public Stream<Document> queryAllAsStream() {
        Request input = storage.takeInput(this);
        if (input == null) {
            return super.queryAllAsStream();
        }
        QueryResult result = queryDocuments(input.query(), input.order(), 0, input.limit(), 0, null);
        return StreamSupport.stream(result.spliterator(), false);
    }

    @Override
    public Document updateDocuments(
            Document selector, Document update, ArrayFilters arrayFilters, boolean multi, boolean upsert, Oplog oplog) {
        onlyFirst = !multi;
        try {
            return super.updateDocuments(selector, update, arrayFilters, multi, upsert, oplog);
        } finally {
            onlyFirst = false;
        }
    }

    @Override
    public int count() {
        return number() == 0
                ? 0
                : Math.toIntExact(storage.connection().catalog().documents(number()));
    }

    @Override
    public int count(@Nullable Document query, int skip, int limit) {
        if (query == null || query.isEmpty()) {
            return super.count(new Document(), skip, limit);
        }
        if (number() == 0) {
            return 0;
        }
        long matching = 0;
        QueryPlan plan = QueryPlanner.plan(query, null, indexes());
        DocumentIndex index = plan.index();
        if (index != null && plan.exact()) {
            matching = countEntries(index, plan);
            long left = Math.max(0, matching - Math.max(0, skip));
            return Math.toIntExact(limit > 0 ? Math.min(limit, left) : left);
        }
        QueryExecution execution = execute(new Request(query, null, Math.max(0, skip), Math.max(0, limit)), null);
        while (execution.next() != null) {
            matching++;
        }
        return Math.toIntExact(matching);
    }

    private long countEntries(DocumentIndex index, QueryPlan plan) {
        long entries = 0;
        if (plan.filters().isEmpty()) {
            for (QueryPlan.KeyRange range : plan.ranges()) {
                entries += storage.connection()
                        .countEntries(
                                index.number(),
                                range.keys().from(),
                                range.keys().to());
                storage.checkTime();
            }
            return entries;
        }
        EntryScan scan = new EntryScan(storage, index.number(), plan);
        while (scan.next() != null) {
            entries++;
        }
        return entries;
    }

    @Override
    protected Long addDocumentInternal(Document document) {
        byte[] body = Bson.encode(document);
        DocumentConnection connection = storage.connection();
        long table = createdNumber();
        if (lastRow == NOT_READ) {
            lastRow = connection.lastRow(table);
        }
        lastRow++;
        connection.insert(table, lastRow, body);
        connection.catalog().count(table, 1, body.length);
        return lastRow;
    }

    @Override
    protected void handleUpdate(Long row, Document before, Document after) {
        byte[] body = Bson.encode(after);
        int grown = body.length - (row == loadedRow ? loadedBytes : Bson.encode(before).length);
        storage.connection().update(number(), row, body);
        storage.connection().catalog().count(number(), 0, grown);
    }

    @Override
    public void removeDocument(Document document) {
        Long row = known.isEmpty()
                ? findDocumentPosition(document)
                : known.stream()
                        .map(index -> index.getPosition(document))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
        if (row != null) {
            known.forEach(index -> index.remove(document, row));
            removeDocument(row);
        }
    }

    @Override
    protected void removeDocument(Long row) {
        DocumentConnection connection = storage.connection();
        byte[] body = connection.body(number(), row);
        connection.delete(number(), row);
        connection.catalog().count(number(), -1, body == null ? 0 : -body.length);
    }

    @Override
    protected Document getDocument(Long row) {
        byte[] body = storage.connection().body(number(), row);
        if (body == null) {
            throw new NoSuchElementException("No row " + row + " in " + getFullName());
        }
        return loaded(new Found(row, Bson.decode(body), body.length));
    }

    /** A document that may be changed next. */
    private Document loaded(Found found) {
        loadedRow = found.row();
        loadedBytes = found.bytes();
        known.stream().filter(DocumentIndex::isId).forEach(index -> index.located(found.document(), found.row()));
        return found.document();
    }

    @Override
    protected Stream<DocumentWithPosition<Long>> streamAllDocumentsWithPosition() {
        if (number() == 0) {
            return Stream.of();
        }
        return Stream.iterate(
                        portionAfter(0),
                        rows -> !rows.isEmpty(),
                        rows -> portionAfter(rows.getLast().number()))
                .flatMap(List::stream)
                .map(row -> new DocumentWithPosition<>(Bson.decode(row.body()), row.number()));
    }

    /** Only collections without an index on _id need it: those with the names of the others. */
    @Override
    protected @Nullable Long findDocumentPosition(Document document) {
        return streamAllDocumentsWithPosition()
                .filter(found -> found.getDocument().equals(document))
                .map(DocumentWithPosition::getPosition)
                .findFirst()
                .orElse(null);
    }

    private List<DocumentConnection.Row> portionAfter(long row) {
        return storage.connection().rows(number(), row, false, PORTION);
    }

    /** Sizes are counted where documents are encoded anyway. */
    @Override
    protected boolean tracksDataSize() {
        return false;
    }

    @Override
    protected void updateDataSize(int sizeDelta) {
        throw new UnsupportedOperationException("sizes are counted where documents are encoded");
    }

    @Override
    protected int getDataSize() {
        return number() == 0
                ? 0
                : (int) Math.min(
                        Integer.MAX_VALUE, storage.connection().catalog().bytes(number()));
    }

    @Override
    public void addIndex(Index<Long> added) {
        DocumentIndex index = (DocumentIndex) added;
        for (DocumentIndex other : known) {
            if (!other.getName().equals(index.getName()) && other.hasSameOptions(index)) {
                throw new MongoServerError(
                        INDEX_OPTIONS_CONFLICT,
                        "IndexOptionsConflict",
                        "Index already exists with a different name: " + other.getName());
            }
        }
        super.addIndex(index);
        known = getIndexes().stream().map(DocumentIndex.class::cast).toList();
        if (storage.writes()) {
            storage.afterCommit(() -> visible = known);
        } else {
            visible = known;
        }
    }

    /** Fills a new index with what is there. */
    void build(DocumentIndex index) {
        try {
            streamAllDocumentsWithPosition().forEach(found -> {
                index.checkAdd(found.getDocument(), this);
                index.add(found.getDocument(), found.getPosition(), this);
            });
        } catch (MongoServerError e) {
            index.drop();
            throw new IndexBuildFailedException(e, this);
        }
    }

    @Override
    public void dropIndex(String indexName) {
        super.dropIndex(indexName);
        known = getIndexes().stream().map(DocumentIndex.class::cast).toList();
        visible = visible.stream().filter(known::contains).toList();
    }

    @Override
    public void drop() {
        super.drop();
        if (number() != 0) {
            storage.connection().catalog().dropCollection(number());
            number = 0;
            writersNumber = 0;
            lastRow = NOT_READ;
        }
    }
}
