package io.hookstream.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.hookstream.embedded.QueryExecution.Request;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A database. Which collections and indexes it has is read from the file when it is opened. */
final class DocumentDatabase extends AbstractMongoDatabase<Long> {

    private static final int DEFAULT_BATCH = 101;

    private final DocumentStorage storage;

    /** What is being created: the library hands on only some of it. */
    private @Nullable Document newIndex;

    private volatile boolean abandoned;

    DocumentDatabase(String name, DocumentStorage storage, CursorRegistry cursors) {
        super(name, cursors);
        this.storage = storage;
        initializeNamespacesAndIndexes();
    }

    /** From now on dropping it drops nothing: what it knows is no longer what is stored. */
    void abandon() {
        abandoned = true;
    }

    @Override
    public void drop(Oplog oplog) {
        if (!abandoned) {
            super.drop(oplog);
        }
    }

    @Override
    public Document handleCommand(
            Channel channel, String command, Document query, DatabaseResolver resolver, Oplog oplog) {
        return switch (command.toLowerCase(Locale.ROOT)) {
            case "find" -> super.handleCommand(channel, command, withBatchSize(query), resolver, oplog);
            case "aggregate" -> aggregate(channel, command, query, resolver, oplog);
            case "dropindexes" -> dropIndexes(query);
            case "explain" -> new Explain(storage, this).explain(query);
            default -> super.handleCommand(channel, command, query, resolver, oplog);
        };
    }

    /** Without a batch size the library answers everything at once. */
    private static Document withBatchSize(Document find) {
        boolean given = find.get("batchSize") instanceof Number size && size.intValue() != 0;
        return given ? find : find.clone().append("batchSize", DEFAULT_BATCH);
    }

    private Document aggregate(
            Channel channel, String command, Document query, DatabaseResolver resolver, Oplog oplog) {
        Document aggregate = QueryForm.ofPipeline(query);
        PipelineHead head = PipelineHead.of(aggregate);
        DocumentCollection collection = head == null ? null : collection(String.valueOf(aggregate.get(command)));
        if (head == null || collection == null) {
            return super.handleCommand(channel, command, aggregate, resolver, oplog);
        }
        if (head.counts() && aggregate.get("cursor") instanceof Document) {
            int count = collection.count(head.filter(), 0, 0);
            return cursor(collection, head.counted(count), 0);
        }
        if (head.rest().isEmpty() && aggregate.get("cursor") instanceof Document cursor) {
            int batch = cursor.get("batchSize") instanceof Number size && size.intValue() > 0
                    ? size.intValue()
                    : DEFAULT_BATCH;
            QueryResult found = collection.queryDocuments(head.filter(), head.order(), 0, 0, batch, null);
            return cursor(collection, found.collectDocuments(), found.getCursorId());
        }
        storage.setInput(collection, new Request(head.filter(), head.order(), 0, head.limit()));
        return super.handleCommand(
                channel, command, aggregate.clone().append("pipeline", head.rest()), resolver, oplog);
    }

    private static Document cursor(DocumentCollection collection, List<Document> firstBatch, long id) {
        Document reply = new Document(
                "cursor",
                new Document("id", id).append("ns", collection.getFullName()).append("firstBatch", firstBatch));
        Utils.markOkay(reply);
        return reply;
    }

    /** The library takes a name, or all, for those of every collection. */
    private Document dropIndexes(Document query) {
        DocumentCollection collection = collection(String.valueOf(query.get("dropIndexes")));
        if (collection != null) {
            for (String name : collection.indexes().named(query.get("index"))) {
                collection.dropIndex(name);
                indexes.get().deleteDocuments(new Document("ns", collection.getFullName()).append("name", name), 0);
            }
        }
        Document reply = new Document();
        Utils.markOkay(reply);
        return reply;
    }

    @Nullable
    DocumentCollection collection(String name) {
        return (DocumentCollection) resolveCollection(name, false);
    }

    /** The descriptions of all indexes, each with its collection's full name as {@code ns}. */
    List<Document> descriptions() {
        MongoCollection<Long> descriptions = indexes.get();
        return descriptions == null
                ? List.of()
                : StreamSupport.stream(descriptions.queryAll().spliterator(), false)
                        .toList();
    }

    @Override
    protected MongoCollection<Long> openOrCreateCollection(String name, CollectionOptions options) {
        DocumentCollection collection = new DocumentCollection(storage, this, name, options, cursorRegistry);
        collection.table().open();
        return collection;
    }

    @Override
    protected void addIndex(Document description) {
        IndexOptions.of(description);
        // The first index of a collection creates it, and with it the one of _id.
        Document outer = newIndex;
        newIndex = description;
        try {
            super.addIndex(description);
        } finally {
            newIndex = outer;
        }
    }

    @Override
    protected Index<Long> openOrCreateSecondaryIndex(
            String collection, String name, List<IndexKey> keys, boolean sparse) {
        return openOrCreateIndex(collection, name);
    }

    @Override
    protected Index<Long> openOrCreateUniqueIndex(String collection, String name, List<IndexKey> keys, boolean sparse) {
        return openOrCreateIndex(collection, name);
    }

    private DocumentIndex openOrCreateIndex(String collectionName, String name) {
        IndexOptions options = IndexOptions.of(description(collectionName, name));
        DocumentCollection collection = (DocumentCollection) resolveCollection(collectionName, true);
        String namespace = getFullCollectionNamespace(collectionName);
        DocumentCatalog catalog = storage.connection().catalog();
        collection.indexes().refuseTwin(options);
        long number = catalog.index(namespace, name);
        boolean stale = number != 0 && newIndex != null && !collection.indexes().contains(name);
        if (number != 0 && !stale) {
            return new DocumentIndex(storage, number, options, catalog.isMultikey(number));
        }
        if (stale) {
            catalog.dropIndex(number);
        }
        DocumentIndex index = new DocumentIndex(storage, catalog.createIndex(namespace, name), options, false);
        collection.build(index);
        return index;
    }

    private Document description(String collection, String name) {
        Document creating = newIndex;
        if (creating != null && name.equals(creating.get("name"))) {
            return creating;
        }
        String namespace = getFullCollectionNamespace(collection);
        return descriptions().stream()
                .filter(each -> namespace.equals(each.get("ns")) && name.equals(each.get("name")))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
        String oldFullName = collection.getFullName();
        String newFullName = getFullCollectionNamespace(newName);
        storage.connection().catalog().renameCollection(oldFullName, newFullName);
        MongoCollection<Long> descriptions = getOrCreateIndexesCollection();
        if (from instanceof DocumentDatabase other && other != this) {
            // The library changes the descriptions in the new database, where they are not.
            other.descriptions().stream()
                    .filter(each -> oldFullName.equals(each.get("ns")))
                    .forEach(each -> descriptions.addDocument(each.clone()));
            other.indexes.get().deleteDocuments(new Document("ns", oldFullName), 0);
        }
        super.moveCollection(from, collection, newName);
    }

    @Override
    protected long getStorageSize() {
        return getFileSize();
    }

    @Override
    protected long getFileSize() {
        return storage.connection().catalog().fileBytes();
    }
}
