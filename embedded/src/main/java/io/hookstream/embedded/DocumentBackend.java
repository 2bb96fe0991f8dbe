package io.hookstream.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import io.hookstream.embedded.DocumentExpiry.Expiring;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs each command with a connection of its kind, and tells clients of failures with MongoDB's codes. */
class DocumentBackend extends AbstractMongoBackend {

    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findandmodify",
            "create",
            "createindexes",
            "drop",
            "dropindexes",
            "dropdatabase",
            "renamecollection");
    private static final Set<String> WRITING_STAGES = Set.of("$out", "$merge");

    private static final int READ_ATTEMPTS = 3;

    private final DocumentStorage storage;

    DocumentBackend(DocumentStorage storage) {
        this.storage = storage;
        // One that writes, because an index that is missing is built.
        storage.write(
                false,
                0,
                () -> storage.connection().catalog().databases().stream()
                        .map(this::resolveDatabase)
                        .toList(),
                () -> {});
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        // A command that began to read earlier would not see what others have written since.
        return storage.writes() ? database(name) : storage.read(0, () -> database(name));
    }

    private DocumentDatabase database(String name) {
        return new DocumentDatabase(name, storage, getCursorRegistry());
    }

    @Override
    public Document handleCommand(@Nullable Channel channel, String database, String command, Document query) {
        Supplier<Document> run = () -> {
            if (!OrderedUpdates.isOne(command, query)) {
                return super.handleCommand(channel, database, command, query);
            }
            storage.begin(new OrderedUpdates());
            return OrderedUpdates.answer(super.handleCommand(channel, database, command, query));
        };
        try {
            long maxMillis = query.get("maxTimeMS") instanceof Number millis ? millis.longValue() : 0;
            return writes(command, query)
                    ? storage.write(asksForJournal(query), maxMillis, run, this::reopenDatabases)
                    : read(maxMillis, run);
        } catch (DocumentStorageException e) {
            throw e.toServerError();
        } catch (Bson.TooLargeException e) {
            throw e.toServerError();
        }
    }

    /** What a command knows of the tables may be newer, or older, than what it reads; then it begins again. */
    private Document read(long maxMillis, Supplier<Document> command) {
        for (int attempt = 1; attempt < READ_ATTEMPTS; attempt++) {
            try {
                return storage.read(maxMillis, command);
            } catch (DocumentStorageException e) {
                if (!e.isOfMissingTable()) {
                    throw e;
                }
            }
        }
        return storage.read(maxMillis, command);
    }

    /** It stays known, and empty, until others can see that it is gone. */
    @Override
    public void dropDatabase(String name) {
        DocumentDatabase database = (DocumentDatabase) resolveDatabase(name);
        database.drop(oplog);
        storage.afterCommit(() -> forget(database));
    }

    private void forget(DocumentDatabase database) {
        database.abandon();
        super.dropDatabase(database.getDatabaseName());
    }

    /** The TTL indexes of all databases. */
    List<Expiring> expiring() {
        return storage.read(
                0,
                () -> databases()
                        .flatMap(database -> Expiring.in(database).stream())
                        .toList());
    }

    /** Deletes at most so many expired documents, and answers how many it was. */
    int deleteExpired(Expiring expiring, int most) {
        return storage.write(
                false,
                0,
                () -> {
                    DocumentCollection collection =
                            ((DocumentDatabase) resolveDatabase(expiring.database())).collection(expiring.collection());
                    return collection == null
                            ? 0
                            : collection.deleteDocuments(
                                    expiring.query(getClock().instant()), most);
                },
                this::reopenDatabases);
    }

    /** Forgets cursors that nobody has asked for a while. */
    void closeCursorsIdleFor(Duration time) {
        storage.idleCursors(time).forEach(getCursorRegistry()::remove);
    }

    private Stream<DocumentDatabase> databases() {
        return listDatabaseNames().stream().map(name -> (DocumentDatabase) resolveDatabase(name));
    }

    /** What was written may have been undone, so what databases know of their collections may not be so. */
    private void reopenDatabases() {
        databases().toList().forEach(this::forget);
    }

    private static boolean writes(String command, Document query) {
        String name = command.toLowerCase(Locale.ROOT);
        return WRITES.contains(name) || (name.equals("aggregate") && writesItsResult(query));
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
}
