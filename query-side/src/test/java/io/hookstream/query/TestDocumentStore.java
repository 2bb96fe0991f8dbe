package io.hookstream.query;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.hookstream.embedded.EmbeddedDocumentStore;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the documents of one test are: in an embedded store of its own, or, if {@code HOOKSTREAM_TEST_MONGODB} holds the
 * connection string of a server, in a database of its own there.
 */
final class TestDocumentStore implements AutoCloseable {

    private final String uri;
    private final String database;
    private final @Nullable EmbeddedDocumentStore embedded;

    private TestDocumentStore(String uri, String database, @Nullable EmbeddedDocumentStore embedded) {
        this.uri = uri;
        this.database = database;
        this.embedded = embedded;
    }

    static TestDocumentStore open(Class<?> test, Path directory) {
        String named = System.getenv("HOOKSTREAM_TEST_MONGODB");
        // Two runs may share a server.
        String database = "hookstream_" + test.getSimpleName() + "_"
                + UUID.randomUUID().toString().substring(0, 8);
        if (named != null && !named.isBlank()) {
            return new TestDocumentStore(named, database, null);
        }
        EmbeddedDocumentStore embedded = EmbeddedDocumentStore.open(directory);
        return new TestDocumentStore(embedded.connectionString(), database, embedded);
    }

    String uri() {
        return uri;
    }

    String database() {
        return database;
    }

    /** The folder of an embedded store goes with its test; what is left on a server stays. */
    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
            return;
        }
        try (MongoClient client = MongoClients.create(uri)) {
            client.getDatabase(database).drop();
        }
    }
}
