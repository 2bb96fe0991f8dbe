package io.hookstream.embedded.differential;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.hookstream.embedded.EmbeddedDocumentStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/**
 * Gives the same commands to mongo-java-server's in-memory backend, the oracle, and to collections of the document store
 * with and without indexes, and compares what they answer.
 */
final class Comparison implements AutoCloseable {

    private static final Set<String> READS = Set.of("find", "count", "distinct", "aggregate");

    /** Of these commands so many were given, in this way, until this store answered the last in another way. */
    record Difference(List<Document> commands, List<Document> given, String store, String expected, String actual) {}

    /** Commands, and those of them that a collection of its own was given. */
    private record Run(String collection, Kind kind, List<Document> commands, List<Document> given) {}

    private final Path directory;
    private final MongoServer oracleServer = new MongoServer(new MemoryBackend());
    private final MongoClient oracleClient = MongoClients.create(oracleServer.bindAndGetConnectionString());
    private final MongoDatabase oracle = oracleClient.getDatabase("oracle");
    private final List<Run> runs = new ArrayList<>();
    private EmbeddedDocumentStore store;
    private MongoClient client;
    private int collections;

    Comparison(Path directory) {
        this.directory = directory;
        open();
    }

    private void open() {
        store = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(store.connectionString());
    }

    /** Gives these commands to a new collection. */
    Optional<Difference> compare(List<Document> commands, Kind kind) {
        Run run = new Run(RandomCommands.COLLECTION + ++collections, kind, commands, new ArrayList<>());
        runs.add(run);
        for (Document each : commands) {
            Document command = SortOrder.decided(each, contents(run));
            if (changesMany(command) && !oracleCan(command, run)) {
                continue;
            }
            Optional<Difference> difference = compare(command, run);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return compareContents(run);
    }

    /** Closes and opens the store, and compares the collections of all commands so far. */
    Optional<Difference> compareReopened() {
        reopen();
        return runs.stream().flatMap(run -> compareReopened(run).stream()).findFirst();
    }

    /** Compares these commands, and what is there of them when the store was closed and opened. */
    Optional<Difference> compareWithReopening(List<Document> commands, Kind kind) {
        return compare(commands, kind).or(() -> {
            reopen();
            return compareReopened(runs.getLast());
        });
    }

    private void reopen() {
        client.close();
        store.close();
        open();
    }

    private Optional<Difference> compareReopened(Run run) {
        run.given().add(new Document("reopen", 1));
        for (Document each : run.commands()) {
            if (READS.contains(nameOf(each))) {
                Document command = SortOrder.decided(each, contents(run));
                Optional<Difference> difference = compare(command, run);
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        return compareContents(run);
    }

    private Optional<Difference> compareContents(Run run) {
        Document everything = new Document("find", RandomCommands.COLLECTION)
                .append("filter", new Document())
                .append("sort", new Document("_id", 1));
        return compare(everything, run);
    }

    private Optional<Difference> compare(Document command, Run run) {
        run.given().add(command);
        boolean ofIndexes = command.containsKey("createIndexes") || command.containsKey("dropIndexes");
        Answer expected = !ofIndexes || run.kind() == Kind.UNIQUE ? askOracle(command, run) : null;
        for (String name : storesOf(run.kind())) {
            if (ofIndexes && !name.equals("indexed")) {
                continue;
            }
            Answer actual = Answer.of(named(command, run), client.getDatabase(name));
            boolean differs = expected == null
                    // A shorter sequence may have lost the index that it drops.
                    ? actual.failed() && !command.containsKey("dropIndexes")
                    : !actual.equals(expected);
            if (differs) {
                String wanted = expected == null ? "success" : expected.text();
                return Optional.of(new Difference(run.commands(), run.given(), name, wanted, actual.text()));
            }
        }
        return Optional.empty();
    }

    /** A unique index changes what a write answers, so there is no store without one to compare. */
    private static List<String> storesOf(Kind kind) {
        return kind == Kind.UNIQUE ? List.of("indexed") : List.of("plain", "indexed");
    }

    private Answer askOracle(Document command, Run run) {
        return Answer.of(Unindexed.read(named(command, run)), oracle);
    }

    private List<Document> contents(Run run) {
        return oracle.getCollection(run.collection()).find().into(new ArrayList<>());
    }

    private static boolean changesMany(Document command) {
        return command.getList("updates", Document.class, List.of()).stream()
                .anyMatch(update -> update.getBoolean("multi"));
    }

    /** An update that fails at one of many documents has changed those before it, and their order is left to the store. */
    private boolean oracleCan(Document command, Run run) {
        List<Document> before = contents(run);
        boolean failed = askOracle(command, run).failed();
        var collection = oracle.getCollection(run.collection());
        collection.deleteMany(new Document());
        if (!before.isEmpty()) {
            collection.insertMany(before);
        }
        return !failed;
    }

    /** The command to the collection of this run, by which a join is named too. */
    private static Document named(Document command, Run run) {
        Document named = new Document(command).append(nameOf(command), run.collection());
        if (command.get("pipeline") instanceof List<?> stages) {
            named.append(
                    "pipeline",
                    stages.stream()
                            .map(stage -> stage instanceof Document document
                                            && document.get("$lookup") instanceof Document lookup
                                    ? new Document("$lookup", new Document(lookup).append("from", run.collection()))
                                    : stage)
                            .toList());
        }
        return named;
    }

    private static String nameOf(Document command) {
        return command.keySet().iterator().next();
    }

    @Override
    public void close() {
        client.close();
        store.close();
        oracleClient.close();
        oracleServer.shutdownNow();
    }
}
