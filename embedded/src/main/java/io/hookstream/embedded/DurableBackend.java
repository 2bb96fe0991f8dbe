package io.hookstream.embedded;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Runs each command that writes as a whole between two commits, so that a crash never leaves half of one, and answers
 * those that ask for the journal ({@code j: true}) when they are on disk.
 */
final class DurableBackend extends H2Backend {

    private static final Set<String> READS = Set.of(
            "find",
            "getmore",
            "killcursors",
            "count",
            "distinct",
            "listcollections",
            "listindexes",
            "listdatabases",
            "collstats",
            "dbstats",
            "ping",
            "hello",
            "ismaster",
            "buildinfo",
            "serverstatus",
            "endsessions");
    private static final Set<String> WRITING_STAGES = Set.of("$out", "$merge");

    private final DocumentCommitter committer;

    DurableBackend(MVStore store, DocumentCommitter committer) {
        super(store);
        this.committer = committer;
    }

    /**
     * The superclass opens the stored databases in its constructor, so nothing of this class may be used here; and
     * {@link H2Database} opens its collections in its own, when a local class can already see its outer object.
     */
    @Override
    protected MongoDatabase openOrCreateDatabase(String databaseName) {
        return new H2Database(databaseName, getMvStore(), getCursorRegistry()) {
            @Override
            protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
                MVStore store = getMvStore();
                String namespace = getFullCollectionNamespace(name);
                MVMap<Object, Document> documents = store.openMap(
                        "databases." + namespace,
                        new MVMap.Builder<Object, Document>().valueType(new BsonDocumentType()));
                MVMap<String, Object> meta = store.openMap("meta." + namespace);
                return new StableDocumentsCollection(this, name, options, documents, meta, getCursorRegistry());
            }

            // Opens the index's map with our type of keys before the superclass does so with none.
            @Override
            protected Index<Object> openOrCreateUniqueIndex(
                    String collection, String index, List<IndexKey> keys, boolean sparse) {
                getMvStore()
                        .openMap(
                                getFullCollectionNamespace(collection) + "._index_" + index,
                                new MVMap.Builder<KeyValue, Object>().keyType(new KeyValueType()));
                return super.openOrCreateUniqueIndex(collection, index, keys, sparse);
            }
        };
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        committer.checkUsable();
        if (onlyReads(command, query)) {
            return read(channel, database, command, query);
        }
        committer.checkWritable();
        Document reply;
        committer.beginCommand();
        try {
            reply = OrderedUpdates.isOne(command, query)
                    ? OrderedUpdates.run(query, one -> super.handleCommand(channel, database, command, one))
                    : super.handleCommand(channel, database, command, query);
        } finally {
            committer.endCommand();
        }
        if (asksForJournal(query)) {
            committer.awaitSynced();
        }
        return reply;
    }

    /** A registered version keeps the chunks of the file that hold it from being overwritten while they are read. */
    private Document read(Channel channel, String database, String command, Document query) {
        MVStore.TxCounter version = getMvStore().registerVersionUsage();
        try {
            return super.handleCommand(channel, database, command, query);
        } finally {
            getMvStore().deregisterVersionUsage(version);
        }
    }

    private static boolean onlyReads(String command, Document query) {
        String name = command.toLowerCase(Locale.ROOT);
        return READS.contains(name) || (name.equals("aggregate") && !writesItsResult(query));
    }

    private static boolean writesItsResult(Document aggregate) {
        return aggregate.get("pipeline") instanceof List<?> stages
                && stages.stream()
                        .anyMatch(stage -> stage instanceof Document document
                                && document.keySet().stream().anyMatch(WRITING_STAGES::contains));
    }

    private static boolean asksForJournal(Document query) {
        return query.get("writeConcern") instanceof Document concern && Boolean.TRUE.equals(concern.get("j"));
    }

    @Override
    public void close() {
        committer.close();
        super.close();
    }
}
