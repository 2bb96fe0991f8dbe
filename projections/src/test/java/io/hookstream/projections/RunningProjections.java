package io.hookstream.projections;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.embedded.EventLogSource;
import io.hookstream.embedded.Linger;
import io.hookstream.embedded.SqliteEventStorageEngine;
import io.hookstream.messages.DomainEvent;
import io.hookstream.messages.Json;
import io.hookstream.messages.projection.ProjectionCommand.DeadLettersRetried;
import io.hookstream.messages.projection.ProjectionCommand.ResetProjection;
import io.hookstream.messages.projection.ProjectionCommand.RetryDeadLetters;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import io.hookstream.projections.apikey.ApiKeyProjection;
import io.hookstream.projections.audit.AuditProjection;
import io.hookstream.projections.circuit.CircuitProjection;
import io.hookstream.projections.connection.ConnectionProjection;
import io.hookstream.projections.deadletter.DeadLetters;
import io.hookstream.projections.destination.DestinationProjection;
import io.hookstream.projections.event.EventProjection;
import io.hookstream.projections.issue.IssueProjection;
import io.hookstream.projections.organization.OrganizationProjection;
import io.hookstream.projections.replay.ReplayProjection;
import io.hookstream.projections.source.SourceProjection;
import io.hookstream.projections.user.UserProjection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryUpdateEmitter;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.bson.Document;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The projections as the program runs them: on the embedded stores, in pooled processors, state before tokens. */
public final class RunningProjections implements AutoCloseable {

    public static final String DATABASE = "hookstream";
    private static final Set<String> OWN = Set.of("trackingtokens", "projection_dead_letters");

    /** More precise than a document's times, as the clock is. */
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

    private final int segments;
    private final EmbeddedDocumentStore store;
    private final MongoClient client;
    private final UnreliableStore unreliable = new UnreliableStore();
    private final SentCommands commands = new SentCommands();
    private final SqliteEventStorageEngine log;
    private final InterruptibleTokenStore tokens;
    private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    private final Configuration axon;

    private RunningProjections(Path directory, int segments, int batch, Poison poison, Duration retryEvery) {
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        this.segments = segments;
        Serializer serializer = JacksonSerializer.builder()
                .objectMapper(new ObjectMapper().registerModule(new JavaTimeModule()))
                .build();
        Serializer events =
                JacksonSerializer.builder().objectMapper(Json.mapper().copy()).build();
        store = EmbeddedDocumentStore.open(directory);
        client = MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(store.connectionString()))
                .addCommandListener(commands)
                .build());
        log = SqliteEventStorageEngine.open(
                directory.resolve("events.db"), events, serializer, NoOpEventUpcaster.INSTANCE);
        tokens = InterruptibleTokenStore.in(client, DATABASE, serializer);
        QueryUpdateEmitter emitter = SimpleQueryUpdateEmitter.builder().build();
        beans.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test", Map.of("hookstream.projections.retry-dead-letters-every", retryEvery.toString())));
        beans.registerBean(MongoDatabase.class, () -> unreliable.of(database()));
        beans.registerBean(QueryUpdateEmitter.class, () -> emitter);
        beans.registerBean(Clock.class, Clock::systemUTC);
        beans.registerBean(EventProcessingConfiguration.class, this::processing, bean -> bean.setLazyInit(true));
        beans.registerBean(
                Processors.class,
                () -> new Processors(processing(), tokens, log::createHeadToken, null),
                bean -> bean.setLazyInit(true));
        beans.register(ProjectionsConfiguration.class);
        beans.refresh();
        axon = configure(serializer, events, emitter, batch, poison);
    }

    /** @param segments of the processors of events and issues */
    public static RunningProjections start(
            Path directory, int segments, int batch, Poison poison, Duration retryEvery) {
        RunningProjections projections = new RunningProjections(directory, segments, batch, poison, retryEvery);
        projections.axon.start();
        return projections;
    }

    private Configuration configure(
            Serializer serializer, Serializer events, QueryUpdateEmitter emitter, int batch, Poison poison) {
        Configurer configurer = DefaultConfigurer.defaultConfiguration()
                .configureSerializer(c -> serializer)
                .configureEventSerializer(c -> events)
                .configureEmbeddedEventStore(c -> log)
                .configureQueryUpdateEmitter(c -> emitter)
                .registerMessageHandler(c -> beans.getBean(ProjectionAdministration.class));
        EventProcessingConfigurer processing = configurer.eventProcessing();
        processing
                .usingPooledStreamingEventProcessors()
                .configureDefaultStreamableMessageSource(c -> new EventLogSource(log, Linger.NONE))
                .registerTokenStore(c -> tokens)
                .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance())
                .registerDefaultErrorHandler(c -> PropagatingErrorHandler.instance());
        processing.registerEventHandler(c -> poison.new OfEvents());
        processing.registerEventHandler(c -> poison.new OfConfiguration());
        List.of(
                        SourceProjection.class,
                        DestinationProjection.class,
                        ConnectionProjection.class,
                        ApiKeyProjection.class,
                        OrganizationProjection.class,
                        UserProjection.class,
                        CircuitProjection.class,
                        ReplayProjection.class,
                        AuditProjection.class,
                        EventProjection.class,
                        IssueProjection.class)
                .forEach(type -> processing.registerEventHandler(c -> beans.getBean(type)));
        register(processing, ProjectionsConfiguration.CONFIGURATION, 1, batch);
        register(processing, ProjectionsConfiguration.EVENTS, segments, batch);
        register(processing, ProjectionsConfiguration.ISSUES, segments, batch);
        processing.registerSequencingPolicy(ProjectionsConfiguration.ISSUES, c -> IssueProjection.sequencing());
        beans.getBean(DeadLetters.class).configureModule(configurer);
        return configurer.buildConfiguration();
    }

    private static void register(EventProcessingConfigurer processing, String name, int segments, int batch) {
        processing.registerPooledStreamingEventProcessorConfiguration(
                name,
                (configuration, builder) -> builder.initialToken(StreamableMessageSource::createTailToken)
                        .initialSegmentCount(segments)
                        .batchSize(batch)
                        .tokenClaimInterval(100));
    }

    private EventProcessingConfiguration processing() {
        return axon.eventProcessingConfiguration();
    }

    /** Appends them at once, each as the next event of its aggregate and a second after the one before. */
    public void append(DomainEvent... events) {
        Map<String, Long> versions = new HashMap<>();
        List<DomainEventMessage<?>> messages = new ArrayList<>();
        for (DomainEvent event : events) {
            String id = Samples.aggregate(event);
            long version = versions.merge(id, log.lastSequenceNumberFor(id).orElse(-1L) + 1, (last, first) -> last + 1);
            Instant at = START.plusSeconds(log.head() + messages.size());
            messages.add(new GenericDomainEventMessage<>("Aggregate", id, version, new GenericMessage<>(event), at));
        }
        log.appendEvents(messages);
    }

    /** Appends them and waits until every projection has seen them. */
    public void project(DomainEvent... events) {
        append(events);
        awaitHead();
    }

    /** The position of the last event in the log. */
    public long head() {
        return log.head();
    }

    public void awaitHead() {
        await().atMost(WithProjections.PATIENCE)
                .until(() -> hasSeenAll(ProjectionsConfiguration.CONFIGURATION, 1)
                        && hasSeenAll(ProjectionsConfiguration.EVENTS, segments)
                        && hasSeenAll(ProjectionsConfiguration.ISSUES, segments));
    }

    private boolean hasSeenAll(String name, int expected) {
        var status = processing()
                .eventProcessor(name, StreamingEventProcessor.class)
                .orElseThrow()
                .processingStatus()
                .values();
        return status.size() == expected
                && status.stream()
                        .allMatch(segment -> segment.getCurrentPosition().orElse(0) >= log.head());
    }

    public void reset(String name) {
        axon.commandGateway().sendAndWait(new ResetProjection(name));
    }

    public DeadLettersRetried retryDeadLetters(String name) {
        return axon.commandGateway().sendAndWait(new RetryDeadLetters(name));
    }

    public List<ProjectionStatus> status() {
        return queries().query(new ListProjections(), Projections.class).join().projections();
    }

    public QueryGateway queries() {
        return axon.queryGateway();
    }

    /** What the projections and their dead letters are written to. */
    public UnreliableStore store() {
        return unreliable;
    }

    public SentCommands commands() {
        return commands;
    }

    public InterruptibleTokenStore tokens() {
        return tokens;
    }

    public MongoDatabase database() {
        return client.getDatabase(DATABASE);
    }

    public Document document(String collection, String id) {
        return Objects.requireNonNull(documents(collection).get(id), () -> "No " + id + " in " + collection);
    }

    /** The documents of a collection by their ids, in the order of the store. */
    public Map<String, Document> documents(String collection) {
        Map<String, Document> documents = new LinkedHashMap<>();
        database()
                .getCollection(collection)
                .find()
                .forEach(document -> documents.put(document.getString("_id"), document));
        return documents;
    }

    /** The content of all read models. Documents are equal whatever the order of their fields. */
    public Map<String, Map<String, Document>> readModels() {
        Map<String, Map<String, Document>> all = new TreeMap<>();
        database().listCollectionNames().forEach(name -> {
            if (!OWN.contains(name)) {
                all.put(name, documents(name));
            }
        });
        return all;
    }

    @Override
    public void close() {
        axon.shutdown();
        beans.close();
        client.close();
        log.close();
        store.close();
    }
}
