package io.hookstream.bench.documents;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.hookstream.bench.documents.StoreProcess.Heap;
import io.hookstream.embedded.EmbeddedDocumentStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One store, a process of its own. Prints when it began to open it, when it was open (microseconds since 1970) and how to
 * connect; then answers {@code heap} on its input with the figures of {@link Heap}, until {@code close} or the input's end.
 */
final class StoreServer {

    private StoreServer() {}

    private interface Running extends AutoCloseable {
        String connectionString();

        @Override
        void close();
    }

    /** Serves the store that the first argument names, in the folder that the second one is. */
    public static void main(String[] arguments) throws IOException {
        HeapWatch heap = HeapWatch.start();
        Store store = Store.named(arguments[0]);
        Path folder = Path.of(arguments[1]);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        long before = nowMicros();
        try (Running running = open(store, folder)) {
            print(before + " " + nowMicros() + " " + running.connectionString());
            for (String command = commands.readLine();
                    command != null && !command.equals("close");
                    command = commands.readLine()) {
                print(heap.collect().line());
            }
        }
        // A server's threads may outlive it.
        System.exit(0);
    }

    private static Running open(Store store, Path folder) throws IOException {
        return switch (store) {
            case EMBEDDED -> embedded(folder);
            case MEMORY -> served(new MemoryBackend());
            case H2 -> {
                Files.createDirectories(folder);
                yield served(new H2Backend(folder.resolve("documents.mv").toString()));
            }
        };
    }

    private static Running embedded(Path folder) {
        EmbeddedDocumentStore store = EmbeddedDocumentStore.open(folder);
        return new Running() {
            @Override
            public String connectionString() {
                return store.connectionString();
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }

    private static Running served(MongoBackend backend) {
        MongoServer server = new MongoServer(backend);
        String connectionString = server.bindAndGetConnectionString();
        return new Running() {
            @Override
            public String connectionString() {
                return connectionString;
            }

            @Override
            public void close() {
                server.shutdownNow();
            }
        };
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
