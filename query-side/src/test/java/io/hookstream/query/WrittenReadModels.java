package io.hookstream.query;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.hookstream.messages.DomainEvent;
import io.hookstream.projections.ProjectionsConfiguration;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.SimpleQueryUpdateEmitter;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.stereotype.Component;

/** Read models that the projections have written, batch by batch without processors, and the queries over them. */
public final class WrittenReadModels implements AutoCloseable {

    private final TestDocumentStore store;
    private final SentCommands sent = new SentCommands();
    private final MongoClient client;
    private final com.mongodb.reactivestreams.client.MongoClient reactive;
    private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    private final List<AnnotationEventHandlerAdapter> projections;
    private final QueryGateway queries;
    private final Map<String, Long> versions = new HashMap<>();
    private long head;

    WrittenReadModels(TestDocumentStore store) {
        this.store = store;
        client = MongoClients.create(store.uri());
        reactive = com.mongodb.reactivestreams.client.MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(store.uri()))
                .addCommandListener(sent)
                .build());
        beans.registerBean("database", MongoDatabase.class, this::database);
        beans.registerBean(
                "reactiveDatabase",
                com.mongodb.reactivestreams.client.MongoDatabase.class,
                () -> reactive.getDatabase(store.database()));
        beans.registerBean(
                QueryUpdateEmitter.class,
                () -> SimpleQueryUpdateEmitter.builder().build());
        beans.registerBean(Clock.class, Clock::systemUTC);
        beans.register(ProjectionsConfiguration.class, QuerySideConfiguration.class);
        beans.refresh();
        projections = beans.getBeansWithAnnotation(ProcessingGroup.class).values().stream()
                .map(AnnotationEventHandlerAdapter::new)
                .toList();
        SimpleQueryBus bus = SimpleQueryBus.builder().build();
        components().forEach(handler -> new AnnotationQueryHandlerAdapter<>(handler).subscribe(bus));
        queries = DefaultQueryGateway.builder().queryBus(bus).build();
    }

    MongoDatabase database() {
        return client.getDatabase(store.database());
    }

    SentCommands sent() {
        return sent;
    }

    /** The query handlers and what they share. */
    Stream<Object> components() {
        return beans.getBeansWithAnnotation(Component.class).values().stream()
                .filter(bean ->
                        bean.getClass().getPackageName().startsWith(getClass().getPackageName()));
    }

    /** Writes them as one batch of segment 0, all at the same time. */
    public void write(DomainEvent... events) {
        write(0, Instant.parse("2026-01-02T03:04:05Z"), events);
    }

    public void write(int segment, Instant at, DomainEvent... events) {
        List<EventMessage<?>> messages = new ArrayList<>();
        for (DomainEvent event : events) {
            messages.add(message(event, at));
        }
        BatchingUnitOfWork<EventMessage<?>> batch = new BatchingUnitOfWork<>(messages);
        batch.resources().put("Processor[" + ProjectionsConfiguration.EVENTS + "]/SegmentId", segment);
        var result = batch.executeWithResult(() -> {
            for (AnnotationEventHandlerAdapter projection : projections) {
                projection.handle(batch.getMessage());
            }
            return null;
        });
        if (result.isExceptional()) {
            throw new IllegalStateException(result.exceptionResult());
        }
    }

    private EventMessage<?> message(DomainEvent event, Instant at) {
        String id = Samples.aggregate(event);
        long version = versions.merge(id, 0L, (last, first) -> last + 1);
        return new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(++head),
                new GenericDomainEventMessage<>("Aggregate", id, version, new GenericMessage<>(event), () -> at));
    }

    /** The answer, or null. */
    public <R> R ask(Object query, Class<R> answer) {
        return queries.query(query, answer).orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        beans.close();
        reactive.close();
        client.close();
        store.close();
    }
}
