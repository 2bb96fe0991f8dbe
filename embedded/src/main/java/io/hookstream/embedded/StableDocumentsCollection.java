package io.hookstream.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * A collection that reads ranges of ids, and whose stored documents never change: an update works on a copy and stores that. The library's own updates
 * change the stored object, which another connection may be sending to its client, and a cursor may keep for later.
 */
final class StableDocumentsCollection extends H2Collection {

    private final MVMap<Object, Document> documents;

    /** Guarded by this collection's monitor, like everything that updates. */
    private boolean updating;

    StableDocumentsCollection(
            MongoDatabase database,
            String name,
            CollectionOptions options,
            MVMap<Object, Document> documents,
            MVMap<String, Object> meta,
            CursorRegistry cursors) {
        super(database, name, options, documents, meta, cursors);
        this.documents = documents;
    }

    @Override
    public synchronized Document updateDocuments(
            Document selector, Document update, ArrayFilters arrayFilters, boolean multi, boolean upsert, Oplog oplog) {
        updating = true;
        try {
            return super.updateDocuments(selector, update, arrayFilters, multi, upsert, oplog);
        } finally {
            updating = false;
        }
    }

    @Override
    public synchronized Document findAndModify(Document query) {
        updating = true;
        try {
            return super.findAndModify(query);
        } finally {
            updating = false;
        }
    }

    @Override
    protected QueryResult createQueryResult(List<Document> matched, int batchSize) {
        boolean copy = Thread.holdsLock(this) && updating;
        return super.createQueryResult(
                copy ? matched.stream().map(Document::cloneDeeply).toList() : matched, batchSize);
    }

    /** Text ids are stored in their order, so that a range or a page of them need not be searched for among all. */
    @Override
    protected QueryResult matchDocuments(
            Document query, @Nullable Document orderBy, int skip, int limit, int batchSize, @Nullable Document fields) {
        Document order = orderBy == null ? new Document() : orderBy;
        if (order.containsKey("$natural") || !hasTextIdsOnly()) {
            return super.matchDocuments(query, orderBy, skip, limit, batchSize, fields);
        }
        boolean byId = order.keySet().stream().findFirst().equals(Optional.of("_id"));
        boolean descending = byId && order.get("_id") instanceof Number direction && direction.intValue() < 0;
        Stream<Document> range = IdRange.of(query).in(documents, descending);
        return byId
                ? matchDocumentsFromStream(query, range, skip, limit, batchSize, null, fields)
                : matchDocumentsFromStream(range, query, orderBy, skip, limit, batchSize, fields);
    }

    /** The map sorts its keys by type first: if the ends are text, all between them is. */
    private boolean hasTextIdsOnly() {
        return Objects.equals(getIdField(), "_id")
                && documents.firstKey() instanceof String
                && documents.lastKey() instanceof String;
    }
}
