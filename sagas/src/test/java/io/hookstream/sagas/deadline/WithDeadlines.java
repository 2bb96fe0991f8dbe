package io.hookstream.sagas.deadline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.messages.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.axonframework.deadline.DeadlineMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.ScopeAware;
import org.axonframework.messaging.ScopeDescriptor;
import org.axonframework.modelling.saga.SagaScopeDescriptor;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Managers of deadlines on one database, each like a process of its own, and sagas that note what reaches them. */
abstract class WithDeadlines {

    static final SagaScopeDescriptor SAGA = new SagaScopeDescriptor("RetrySaga", "saga-1");
    static final String NAME = "retry";
    static final String DATABASE = "test";

    static final Serializer JSON =
            JacksonSerializer.builder().objectMapper(mapper()).build();

    @TempDir
    Path directory;

    final Queue<Fired> fired = new ConcurrentLinkedQueue<>();
    private final List<MongoDeadlineManager> managers = new ArrayList<>();
    private EmbeddedDocumentStore documents;
    private MongoClient client;

    /** What happens when a deadline reaches a saga. */
    volatile Sagas sagas = fired::add;

    interface Sagas {
        void handle(Fired fired) throws Exception;
    }

    record Fired(Instant at, String saga, DeadlineMessage<?> message) {

        Object payload() {
            return message.getPayload();
        }
    }

    /** A deadline's payload. */
    record Retry(String deliveryId, Instant dueAt) {}

    record Waiting(String deliveryId, String destinationId) implements Grouped {

        @Override
        public String group() {
            return destinationId;
        }
    }

    private static ObjectMapper mapper() {
        return Json.mapper().copy();
    }

    @BeforeEach
    void open() {
        documents = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(documents.connectionString());
    }

    @AfterEach
    void close() {
        managers.forEach(MongoDeadlineManager::stop);
        client.close();
        documents.close();
    }

    String uri() {
        return documents.connectionString();
    }

    MongoDatabase database() {
        return client.getDatabase(DATABASE);
    }

    MongoCollection<Document> deadlines() {
        return database().getCollection(Deadline.COLLECTION);
    }

    long pending() {
        return deadlines().countDocuments();
    }

    MongoDeadlineManager manager() {
        return manager(Duration.ofSeconds(30));
    }

    MongoDeadlineManager manager(Duration lease) {
        Clock clock = Clock.systemUTC();
        MongoDeadlineManager manager =
                new MongoDeadlineManager(database(), scope -> Stream.of(new Saga(clock)), JSON, clock, lease);
        managers.add(manager);
        return manager;
    }

    MongoDeadlineManager started() {
        MongoDeadlineManager manager = manager();
        manager.start();
        return manager;
    }

    private final class Saga implements ScopeAware {

        private final Clock clock;

        Saga(Clock clock) {
            this.clock = clock;
        }

        @Override
        public void send(Message<?> message, ScopeDescriptor scope) throws Exception {
            sagas.handle(new Fired(
                    clock.instant(),
                    ((SagaScopeDescriptor) scope).getIdentifier().toString(),
                    (DeadlineMessage<?>) message));
        }

        @Override
        public boolean canResolve(ScopeDescriptor scope) {
            return ((SagaScopeDescriptor) scope).getType().equals(SAGA.getType());
        }
    }
}
