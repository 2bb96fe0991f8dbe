package io.hookstream.embedded;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A document store of its own for each test, and a client of it. */
abstract class WithDocumentStore {

    @TempDir
    Path directory;

    EmbeddedDocumentStore store;
    MongoClient client;
    MongoDatabase database;
    MongoCollection<Document> things;

    @BeforeEach
    void open() {
        store = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(store.connectionString());
        database = client.getDatabase("test");
        things = database.getCollection("things");
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    void reopen() {
        close();
        open();
    }
}
