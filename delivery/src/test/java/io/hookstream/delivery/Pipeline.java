package io.hookstream.delivery;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.hookstream.command.deduplication.DedupKeys;
import io.hookstream.command.event.Destinations;
import io.hookstream.delivery.lane.LaneProcessor;
import io.hookstream.delivery.router.Router;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.embedded.EventLogSource;
import io.hookstream.embedded.Linger;
import io.hookstream.embedded.SqliteEventStorageEngine;
import io.hookstream.messages.BeforeToken;
import io.hookstream.messages.Json;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.event.InboundEventCommand.RouteEvent;
import io.hookstream.messages.event.PayloadStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/** The delivery role between the real stores and the real aggregate of events, wired as the program does it. */
public final class Pipeline implements AutoCloseable {

    private static final Serializer JSON =
            JacksonSerializer.builder().objectMapper(Json.mapper().copy()).build();

    /** The events whose next RouteEvent fails. */
    private final Set<String> failing = ConcurrentHashMap.newKeySet();

    private final AtomicLong sequence = new AtomicLong(System.nanoTime());
    private final EmbeddedDocumentStore documents;
    private final MongoClient client;
    private final SqliteEventStorageEngine engine;
    private final Configuration axon;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    public Pipeline(Path directory, PayloadStore payloads, Map<String, Object> properties) {
        documents = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(documents.connectionString());
        engine = SqliteEventStorageEngine.open(directory.resolve("events.db"), JSON, JSON, NoOpEventUpcaster.INSTANCE);
        axon = configurer().buildConfiguration();
        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.getEnvironment()
                .getPropertySources()
                .addLast(new MapPropertySource("loopback", Map.of("server.address", "127.0.0.1")));
        context.registerBean(MongoDatabase.class, () -> client.getDatabase("test"));
        context.registerBean(EventStore.class, axon::eventStore);
        context.registerBean(CommandGateway.class, axon::commandGateway);
        context.registerBean(QueryGateway.class, axon::queryGateway);
        context.registerBean(EventProcessingConfiguration.class, axon::eventProcessingConfiguration);
        context.registerBean(PayloadStore.class, () -> payloads);
        context.registerBean(SecretCipher.class, Cipher::new);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(AxonLifecycle.class, () -> new AxonLifecycle(axon));
        context.register(DeliveryConfiguration.class);
        context.refresh();
        context.getBeansWithAnnotation(Component.class)
                .values()
                .forEach(bean -> new AnnotationQueryHandlerAdapter<>(bean).subscribe(axon.queryBus()));
    }

    /** Has commands of this type wait, as for a slow log. */
    public void hold(Class<?> type, CountDownLatch until) {
        var unused = axon.commandBus().registerHandlerInterceptor((unitOfWork, chain) -> {
            if (type.isAssignableFrom(unitOfWork.getMessage().getPayloadType())) {
                until.await();
            }
            return chain.proceed();
        });
    }

    private Configurer configurer() {
        Configurer configurer = DefaultConfigurer.defaultConfiguration(false)
                .configureSerializer(c -> JSON)
                .configureEventStore(
                        c -> EmbeddedEventStore.builder().storageEngine(engine).build())
                .configureCommandBus(c -> AsynchronousCommandBus.builder()
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build())
                .configureAggregate(AggregateConfigurer.defaultConfiguration(aggregate("event.InboundEvent")))
                .configureAggregate(AggregateConfigurer.defaultConfiguration(aggregate("circuit.Circuit")))
                .registerComponent(DedupKeys.class, c -> new DedupKeys(c.eventStore(), Clock.systemUTC()))
                // Nobody retries by hand here.
                .registerComponent(Destinations.class, c -> new Destinations(null))
                .registerComponent(TokenStore.class, c -> new StateFirstTokens(client));
        configurer
                .eventProcessing()
                .registerEventHandler(c -> context.getBean(Router.class))
                .registerEventHandler(c -> context.getBean(LaneProcessor.class))
                .configureDefaultStreamableMessageSource(c -> new EventLogSource(engine, Linger.NONE))
                .usingPooledStreamingEventProcessors()
                .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(c -> PropagatingErrorHandler.instance())
                .registerSequencingPolicy(Router.NAME, c -> Router.sequencing())
                .registerSequencingPolicy(LaneProcessor.NAME, c -> LaneProcessor.sequencing());
        for (String name : List.of(Router.NAME, LaneProcessor.NAME)) {
            configurer
                    .eventProcessing()
                    .registerPooledStreamingEventProcessorConfiguration(
                            name,
                            (c, builder) -> builder.initialToken(StreamableMessageSource::createTailToken)
                                    .initialSegmentCount(2)
                                    .batchSize(200)
                                    .tokenClaimInterval(200));
        }
        return configurer;
    }

    /** The command side's, which nobody else may name. */
    private static Class<?> aggregate(String name) {
        try {
            return Class.forName("io.hookstream.command." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As in the program: after what it needs and before the lanes, and stopped the other way round. */
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

    private static final class StateFirstTokens extends MongoTokenStore {

        StateFirstTokens(MongoClient client) {
            super(builder()
                    .mongoTemplate(DefaultMongoTemplate.builder()
                            .mongoDatabase(client, "test")
                            .build())
                    .serializer(JacksonSerializer.defaultSerializer()));
        }

        @Override
        public void storeToken(TrackingToken token, String processorName, int segment) {
            BeforeToken.thenStore(() -> super.storeToken(token, processorName, segment));
        }
    }

    private static final class Cipher implements SecretCipher {

        @Override
        public Secret encrypt(String plaintext) {
            return new Secret("encrypted:" + plaintext, plaintext.substring(plaintext.length() - 4));
        }

        @Override
        public String decrypt(Secret secret) {
            return secret.ciphertext().substring("encrypted:".length());
        }
    }

    /** Appends what another aggregate would have. */
    public void append(Object... events) {
        axon.eventStore()
                .publish(Stream.of(events)
                        .map(event -> new GenericDomainEventMessage<>(
                                "Other", "other_" + sequence.incrementAndGet(), 0, event))
                        .toList());
    }

    /** Appends to one aggregate, from its first domain event on. */
    public void appendTo(String aggregate, long version, Object event) {
        axon.eventStore().publish(new GenericDomainEventMessage<>("Other", aggregate, version, event));
    }

    /** As its settings' secrets are kept. */
    public static Secret secret(String plain) {
        return new Cipher().encrypt(plain);
    }

    /** Answers a query of the delivery role's. */
    public <Q, R> void answer(Class<Q> query, Class<R> answer, Function<Q, R> handler) {
        var unused = axon.queryBus()
                .subscribe(query.getName(), answer, message -> handler.apply(query.cast(message.getPayload())));
    }

    /** What the delivery role answers to a query. */
    public <R> R ask(Object query, Class<R> answer) {
        return axon.queryGateway()
                .query(query, answer)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    public Object send(Object command) {
        return axon.commandGateway().sendAndWait(command);
    }

    /** Has the command that routes this event fail, the first time. */
    public void failOnce(String eventId) {
        failing.add(eventId);
        axon.commandBus().registerHandlerInterceptor((unitOfWork, chain) -> {
            if (unitOfWork.getMessage().getPayload() instanceof RouteEvent command
                    && failing.remove(command.eventId())) {
                throw new IllegalStateException("the log is full");
            }
            return chain.proceed();
        });
    }

    public boolean failed() {
        return failing.isEmpty();
    }

    /** What is in the log of this kind, in order. */
    public <T> List<T> log(Class<T> type) {
        try (Stream<? extends TrackedEventMessage<?>> all = engine.readEvents(engine.createTailToken(), false)) {
            return all.map(DomainEventMessage.class::cast)
                    .map(DomainEventMessage::getPayload)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }
    }

    public MongoDatabase database() {
        return client.getDatabase("test");
    }

    public StreamingEventProcessor processor(String name) {
        return axon.eventProcessingConfiguration()
                .eventProcessor(name, StreamingEventProcessor.class)
                .orElseThrow();
    }

    /** Whether this processor has handled all that is in the log. */
    public boolean caughtUp(String name) {
        Map<Integer, EventTrackerStatus> status = processor(name).processingStatus();
        return status.size() == 2
                && status.values().stream()
                        .allMatch(segment -> segment.getCurrentPosition().orElse(-1) >= engine.head());
    }

    @Override
    public void close() {
        context.close();
        engine.close();
        client.close();
        documents.close();
    }
}
