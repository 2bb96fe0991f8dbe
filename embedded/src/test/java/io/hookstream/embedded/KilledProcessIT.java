package io.hookstream.embedded;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Updates;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} may not lose. */
class KilledProcessIT {

    @TempDir
    Path directory;

    @RepeatedTest(2)
    void noAcknowledgedEventIsLost() throws Exception {
        Path file = directory.resolve("events.db");
        List<String> acknowledged;
        try (ChildProcess child = ChildProcess.start(Appender.class, file.toString())) {
            acknowledged = child.killAfter(2_000);
        }
        try (SqliteEventStorageEngine log = EventLogs.open(file)) {
            Set<String> stored = new HashSet<>();
            log.readEvents(null, false).forEach(e -> stored.add(((EventLogs.Happened) e.getPayload()).text()));
            assertThat(stored).containsAll(acknowledged).hasSize((int) log.head());
            log.appendEvents(EventLogs.event("after", 0));
        }
    }

    @RepeatedTest(2)
    void noAcknowledgedWriteIsLostAndNoCommandIsHalf() throws Exception {
        List<String> acknowledged;
        try (ChildProcess child = ChildProcess.start(Inserter.class, directory.toString())) {
            acknowledged = child.killAfter(500);
        }
        try (EmbeddedDocumentStore store = EmbeddedDocumentStore.open(directory);
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoCollection<Document> written = client.getDatabase("test").getCollection("written");
            Set<String> stored = new HashSet<>();
            written.find().forEach(document -> stored.add(document.getString("_id")));
            assertThat(stored).containsAll(acknowledged);
            for (int thread = 0; thread < 8; thread++) {
                String prefix = "t" + thread + "i";
                assertThat(written.countDocuments(eq("thread", thread)))
                        .as("documents that the index knows")
                        .isEqualTo(stored.stream()
                                .filter(id -> id.startsWith(prefix))
                                .count());
            }

            // One thread wrote in turn a group of 50 documents and its number: a cut leaves whole groups, in order.
            MongoCollection<Document> groups = client.getDatabase("test").getCollection("groups");
            long documents = groups.countDocuments();
            assertThat(documents % 50).isZero();
            long last = documents / 50;
            assertThat(groups.find(eq("group", last)).into(new java.util.ArrayList<>()))
                    .hasSize(last == 0 ? 0 : 50);
            Document counter =
                    client.getDatabase("test").getCollection("counter").find().first();
            assertThat(counter == null ? 0 : counter.getInteger("n")).isIn((int) last, (int) last - 1);
        }
    }

    /** Appends in eight threads and prints the text of each event that was accepted. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) {
            SqliteEventStorageEngine log = EventLogs.open(Path.of(arguments[0]));
            PrintStream out = lines();
            IntStream.range(0, 8)
                    .forEach(thread -> Thread.ofPlatform().start(() -> {
                        for (int i = 0; ; i++) {
                            log.appendEvents(EventLogs.event("aggregate" + thread, i));
                            out.println("aggregate" + thread + "#" + i);
                        }
                    }));
        }
    }

    /** Inserts in eight threads, half of them with the journal, and prints the ids; a ninth writes groups. */
    static final class Inserter {
        private Inserter() {}

        public static void main(String[] arguments) {
            EmbeddedDocumentStore store = EmbeddedDocumentStore.open(Path.of(arguments[0]));
            MongoClient client = MongoClients.create(store.connectionString());
            PrintStream out = lines();
            MongoCollection<Document> written = client.getDatabase("test").getCollection("written");
            written.createIndex(Indexes.ascending("thread"));
            IntStream.range(0, 8)
                    .forEach(thread -> Thread.ofPlatform().start(() -> {
                        MongoCollection<Document> own =
                                written.withWriteConcern(thread % 2 == 0 ? WriteConcern.JOURNALED : WriteConcern.W1);
                        for (int i = 0; ; i++) {
                            String id = "t" + thread + "i" + i;
                            own.insertOne(new Document("_id", id)
                                    .append("thread", thread)
                                    .append("text", "x".repeat(300)));
                            out.println(id);
                        }
                    }));
            Thread.ofPlatform().start(() -> {
                MongoCollection<Document> groups = client.getDatabase("test").getCollection("groups");
                MongoCollection<Document> counter = client.getDatabase("test").getCollection("counter");
                counter.insertOne(new Document("_id", 1).append("n", 0));
                for (int group = 1; ; group++) {
                    int number = group;
                    groups.insertMany(IntStream.range(0, 50)
                            .mapToObj(i -> new Document("group", number).append("i", i))
                            .toList());
                    counter.updateOne(eq("_id", 1), Updates.set("n", number));
                }
            });
        }
    }

    private static PrintStream lines() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }
}
