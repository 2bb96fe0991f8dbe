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
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A collection: a table of documents, and its indexes. The library applies updates and checks; this finds and keeps. */
final class DocumentCollection extends AbstractMongoCollection<Long> {

    private final DocumentStorage storage;
    private final DocumentIndexes indexes;
    private final DocumentTable table;
    private boolean onlyFirst;

    DocumentCollection(
            DocumentStorage storage,
            MongoDatabase database,
            String name,
            CollectionOptions options,
            CursorRegistry cursors) {
        super(database, name, options, cursors);
        this.storage = storage;
        this.indexes = new DocumentIndexes(storage);
        this.table = new DocumentTable(storage, this::getFullName);
    }

    DocumentTable table() {
        return table;
    }

    DocumentIndexes indexes() {
        return indexes;
    }

    QueryExecution execute(Request request, @Nullable Document fields) {
        QueryPlan plan = QueryPlanner.plan(request.query(), request.order(), indexes.usable());
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
        if (table.isMissing()) {
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
            return new QueryResult(execution::documents);
        }
        List<Document> firstBatch = execution.takeDocuments(batchSize);
        if (execution.isEmpty()) {
            return new QueryResult(firstBatch);
        }
        cursorRegistry.add(execution);
        storage.opened(execution);
        return new QueryResult(firstBatch, execution);
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
        Supplier<Document> one = () -> update(selector, update, arrayFilters, multi, upsert, oplog);
        OrderedUpdates updates = storage.updates();
        return updates == null ? one.get() : updates.next(one);
    }

    private Document update(
            Document selector, Document update, ArrayFilters arrayFilters, boolean multi, boolean upsert, Oplog oplog) {
        Document done = multi ? null : updateBriefly(selector, update, upsert, oplog);
        if (done != null) {
            return done;
        }
        onlyFirst = !multi;
        try {
            return super.updateDocuments(selector, update, arrayFilters, multi, upsert, oplog);
        } finally {
            onlyFirst = false;
        }
    }

    /**
     * What most writes are: some fields set by id, or a new document. The library's way to the same end is several times as
     * long.
     *
     * @return the answer; null if it has to go that way
     */
    private @Nullable Document updateBriefly(Document selector, Document update, boolean upsert, Oplog oplog) {
        DocumentIndex ids = indexes.ids();
        if (ids == null) {
            return null;
        }
        FieldChange change = FieldChange.of(selector, update);
        if (change != null) {
            Long row = ids.getPosition(selector);
            return row == null ? null : change(row, change);
        }
        if (!upsert || !Replacement.isOne(selector, update) || ids.getPosition(update) != null) {
            return null;
        }
        addDocument(update);
        oplog.handleInsert(getFullName(), List.of(update));
        return new Document("upserted", update.get(Replacement.ID))
                .append("n", 0)
                .append("nModified", 0);
    }

    private @Nullable Document change(Long row, FieldChange change) {
        Document before = getDocument(row);
        Document after = change.apply(before);
        if (after == null) {
            return null;
        }
        boolean changes = !before.equals(after);
        if (changes) {
            indexes.known().forEach(index -> index.checkUpdate(before, after, this));
            indexes.known().forEach(index -> index.updateInPlace(before, after, row, this));
            table.update(row, before, after);
        }
        return new Document("n", 1).append("nModified", changes ? 1 : 0);
    }

    @Override
    public int count() {
        return Math.toIntExact(table.documents());
    }

    @Override
    public int count(@Nullable Document query, int skip, int limit) {
        if (query == null || query.isEmpty()) {
            return super.count(new Document(), skip, limit);
        }
        if (table.isMissing()) {
            return 0;
        }
        long matching = 0;
        QueryPlan plan = QueryPlanner.plan(query, null, indexes.usable());
        DocumentIndex index = plan.index();
        if (index != null && plan.exact()) {
            matching = EntryScan.count(storage, index.number(), plan);
            long left = Math.max(0, matching - Math.max(0, skip));
            return Math.toIntExact(limit > 0 ? Math.min(limit, left) : left);
        }
        QueryExecution execution = execute(new Request(query, null, Math.max(0, skip), Math.max(0, limit)), null);
        while (execution.next() != null) {
            matching++;
        }
        return Math.toIntExact(matching);
    }

    @Override
    protected Long addDocumentInternal(Document document) {
        return table.insert(document);
    }

    @Override
    protected void handleUpdate(Long row, Document before, Document after) {
        table.update(row, before, after);
    }

    @Override
    public void removeDocument(Document document) {
        DocumentIndex ids = indexes.ids();
        Long row = ids == null ? findDocumentPosition(document) : ids.getPosition(document);
        if (row != null) {
            indexes.known().forEach(index -> index.remove(document, row));
            removeDocument(row);
        }
    }

    @Override
    protected void removeDocument(Long row) {
        table.delete(row);
    }

    @Override
    protected Document getDocument(Long row) {
        return loaded(table.get(row));
    }

    /** A document that may be changed next. */
    private Document loaded(Found found) {
        table.loaded(found);
        DocumentIndex ids = indexes.ids();
        if (ids != null) {
            ids.located(found.document(), found.row());
        }
        return found.document();
    }

    @Override
    protected Stream<DocumentWithPosition<Long>> streamAllDocumentsWithPosition() {
        return table.rows().map(row -> new DocumentWithPosition<>(Bson.decode(row.body()), row.number()));
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
        return (int) Math.min(Integer.MAX_VALUE, table.bytes());
    }

    @Override
    public void addIndex(Index<Long> added) {
        super.addIndex(added);
        indexes.added(getIndexes());
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
        indexes.dropped(getIndexes());
    }

    @Override
    public void drop() {
        super.drop();
        table.drop();
    }
}
