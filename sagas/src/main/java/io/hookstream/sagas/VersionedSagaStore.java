package io.hookstream.sagas;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.Set;
import java.util.function.Supplier;
import org.axonframework.eventhandling.Segment;
import org.axonframework.extensions.mongo.MongoTemplate;
import org.axonframework.extensions.mongo.eventhandling.saga.repository.MongoSagaStore;
import org.axonframework.extensions.mongo.eventhandling.saga.repository.SagaEntry;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValues;
import org.axonframework.modelling.saga.SagaStorageException;
import org.axonframework.serialization.Serializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Axon's store, indexed for what it asks, but only the segment that a saga belongs to looks for it: Axon hands every event
 * to every segment, each of which would ask. Which one it is follows from the association that the saga began with, so
 * that a saga must not have another.
 *
 * <p>And one process does not overwrite what another has written since it read the saga: an event and a deadline of one
 * saga may be handled in two processes at once. Whoever is late fails, and what it handled is handled again.
 */
final class VersionedSagaStore extends MongoSagaStore {

    private static final String SAGA_IDENTIFIER = "sagaIdentifier";
    private static final String SAGA_TYPE = "sagaType";
    private static final String ASSOCIATIONS = "associations";
    private static final String VERSION = "version";

    /** Where Axon's processors leave the number of the segment that a batch belongs to. */
    private static final String SEGMENT = "Processor[" + SagasConfiguration.NAME + "]/SegmentId";

    private final MongoCollection<Document> sagas;
    private final Serializer serializer;
    private final Supplier<int[]> segments;
    private volatile int @Nullable [] known;

    /** Of each saga object that is in use. */
    private final Cache<Object, Long> versions =
            Caffeine.newBuilder().weakKeys().build();

    /** @param segments the numbers of all segments of the processor of sagas; they never change */
    VersionedSagaStore(MongoTemplate template, Serializer serializer, Supplier<int[]> segments) {
        super(MongoSagaStore.builder().mongoTemplate(template).serializer(serializer));
        this.segments = segments;
        this.sagas = template.sagaCollection();
        this.serializer = serializer;
        sagas.createIndex(Indexes.ascending(SAGA_IDENTIFIER), new IndexOptions().unique(true));
        // An association is looked for as a whole: one that equals {key, value}.
        sagas.createIndex(Indexes.ascending(SAGA_TYPE, ASSOCIATIONS));
    }

    @Override
    public Set<String> findSagas(Class<?> type, AssociationValue association) {
        return isElsewhere(association) ? Set.of() : super.findSagas(type, association);
    }

    private boolean isElsewhere(AssociationValue association) {
        Integer segment =
                CurrentUnitOfWork.isStarted() ? CurrentUnitOfWork.get().root().getResource(SEGMENT) : null;
        return segment != null && !Segment.computeSegment(segment, all()).matches(association);
    }

    /** They are fixed at the first start. */
    private int[] all() {
        int[] all = known;
        if (all == null) {
            all = segments.get();
            known = all;
        }
        return all;
    }

    @Override
    public <S> @Nullable Entry<S> loadSaga(Class<S> type, String id) {
        Document document = sagas.find(SagaEntry.queryByIdentifier(id)).first();
        if (document == null) {
            return null;
        }
        SagaEntry<S> entry = new SagaEntry<>(document);
        S saga = entry.getSaga(serializer);
        versions.put(saga, document.getLong(VERSION));
        return new Loaded<>(entry.getAssociationValues(), saga);
    }

    private record Loaded<S>(Set<AssociationValue> associationValues, S saga) implements Entry<S> {}

    @Override
    public void insertSaga(Class<?> type, String id, Object saga, Set<AssociationValue> associations) {
        sagas.insertOne(document(id, saga, associations).append(VERSION, 0L));
        versions.put(saga, 0L);
    }

    @Override
    public void updateSaga(Class<?> type, String id, Object saga, AssociationValues associations) {
        Long version = versions.getIfPresent(saga);
        if (version == null) {
            throw new IllegalStateException("Saga " + id + " was not read from here");
        }
        Document changed = document(id, saga, associations.asSet()).append(VERSION, version + 1);
        long written = sagas.updateOne(
                        Filters.and(SagaEntry.queryByIdentifier(id), Filters.eq(VERSION, version)),
                        new Document("$set", changed))
                .getMatchedCount();
        if (written == 0) {
            throw new SagaStorageException("Saga " + id + " was changed by another process meanwhile");
        }
        versions.put(saga, version + 1);
    }

    private Document document(String id, Object saga, Set<AssociationValue> associations) {
        if (associations.size() != 1) {
            throw new IllegalStateException("A saga has the one association that it began with, not " + associations);
        }
        return new SagaEntry<>(id, saga, associations, serializer).asDocument();
    }
}
