package io.hookstream.sagas;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.embedded.EventLogSource;
import io.hookstream.embedded.Linger;
import io.hookstream.embedded.SqliteEventStorageEngine;
import io.hookstream.messages.BeforeToken;
import io.hookstream.messages.Json;
import java.nio.file.Path;
import java.time.Clock;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventhandling.saga.repository.MongoSagaStore;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.bson.Document;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** The role of sagas with one saga, on the real stores, wired as the program does it. */
final class RunningSagas implements AutoCloseable {

    private static final String DATABASE = "test";
    private static final Serializer JSON =
            JacksonSerializer.builder().objectMapper(Json.mapper().copy()).build();

    private final EmbeddedDocumentStore documents;
    private final MongoClient client;
    private final SqliteEventStorageEngine log;
    private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    private final Configuration axon;

    /** Runs between a batch's writes and its token. */
    private volatile Runnable beforeToken = () -> {};

    RunningSagas(Path directory, ReminderSaga.Witness witness) {
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        documents = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(documents.connectionString());
        log = SqliteEventStorageEngine.open(directory.resolve("events.db"), JSON, JSON, NoOpEventUpcaster.INSTANCE);
        axon = configurer().buildConfiguration();
        beans.registerBean(MongoClient.class, () -> client);
        beans.registerBean(MongoDatabase.class, this::database);
        beans.registerBean(Configuration.class, () -> axon);
        beans.registerBean(CommandGateway.class, axon::commandGateway);
        beans.registerBean(Clock.class, Clock::systemUTC);
        beans.registerBean(CommandGateway.class, axon::commandGateway);
        beans.registerBean(QueryGateway.class, axon::queryGateway);
        beans.registerBean(ReminderSaga.Witness.class, () -> witness);
        beans.registerBean(AxonLifecycle.class, () -> new AxonLifecycle(axon));
        beans.register(SagasConfiguration.class);
        beans.refresh();
    }

    private Configurer configurer() {
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .configureSerializer(c -> JSON)
                .configureEmbeddedEventStore(c -> log)
                .configureResourceInjector(
                        c -> saga -> beans.getAutowireCapableBeanFactory().autowireBean(saga))
                .registerComponent(TokenStore.class, c -> new Tokens());
        new SagasConfiguration().sagaProcessor().configureModule(configurer);
        configurer
                .eventProcessing()
                .registerSaga(ReminderSaga.class)
                .registerSagaStore(c -> beans.getBean(MongoSagaStore.class))
                .configureDefaultStreamableMessageSource(c -> new EventLogSource(log, Linger.NONE))
                .usingPooledStreamingEventProcessors()
                .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(c -> PropagatingErrorHandler.instance())
                .registerPooledStreamingEventProcessorConfiguration(
                        SagasConfiguration.NAME,
                        (c, builder) -> builder.initialToken(StreamableMessageSource::createTailToken)
                                .initialSegmentCount(2)
                                .batchSize(200)
                                .tokenClaimInterval(200));
        return configurer;
    }

    private final class Tokens extends MongoTokenStore {

        Tokens() {
            super(builder()
                    .mongoTemplate(DefaultMongoTemplate.builder()
                            .mongoDatabase(client, DATABASE)
                            .build())
                    .serializer(JSON));
        }

        @Override
        public void storeToken(TrackingToken token, String processorName, int segment) {
            BeforeToken.thenStore(() -> {
                beforeToken.run();
                super.storeToken(token, processorName, segment);
            });
        }
    }

    /** As in the program: before the deadlines. */
    private static final class AxonLifecycle implements SmartLifecycle {

        private final Configuration axon;
        private boolean running;

        AxonLifecycle(Configuration axon) {
            this.axon = axon;
        }

        @Override
        public void start() {
            axon.start();
            running = true;
        }

        @Override
        public void stop() {
            axon.shutdown();
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return Integer.MAX_VALUE - 1;
        }
    }

    void beforeToken(Runnable interruption) {
        beforeToken = interruption;
    }

    void append(Object... events) {
        axon.eventStore()
                .publish(Stream.of(events)
                        .map(event -> new GenericDomainEventMessage<>("Order", "order_" + System.nanoTime(), 0, event))
                        .toList());
    }

    MongoDatabase database() {
        return client.getDatabase(DATABASE);
    }

    MongoCollection<Document> sagas() {
        return database().getCollection("sagas");
    }

    MongoCollection<Document> deadlines() {
        return database().getCollection("deadlines");
    }

    MongoSagaStore store() {
        return beans.getBean(MongoSagaStore.class);
    }

    StreamingEventProcessor processor() {
        return axon.eventProcessingConfiguration()
                .eventProcessor(SagasConfiguration.NAME, StreamingEventProcessor.class)
                .orElseThrow();
    }

    @Override
    public void close() {
        beans.close();
        log.close();
        client.close();
        documents.close();
    }
}
