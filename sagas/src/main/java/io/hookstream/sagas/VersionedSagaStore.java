package io.hookstream.sagas;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.Set;
import org.axonframework.extensions.mongo.MongoTemplate;
import org.axonframework.extensions.mongo.eventhandling.saga.repository.MongoSagaStore;
import org.axonframework.extensions.mongo.eventhandling.saga.repository.SagaEntry;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValues;
import org.axonframework.modelling.saga.SagaStorageException;
import org.axonframework.serialization.Serializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * Axon's store, indexed for what it asks, but one process does not overwrite what another has written since it read the
 * saga: an event and a deadline of one saga may be handled in two processes at once. Whoever is late fails, and what it
 * handled is handled again.
 */
final class VersionedSagaStore extends MongoSagaStore {

    private static final String SAGA_IDENTIFIER = "sagaIdentifier";
    private static final String SAGA_TYPE = "sagaType";
    private static final String ASSOCIATIONS = "associations";
    private static final String VERSION = "version";

    private final MongoCollection<Document> sagas;
    private final Serializer serializer;

    /** Of each saga object that is in use. */
    private final Cache<Object, Long> versions =
            Caffeine.newBuilder().weakKeys().build();

    VersionedSagaStore(MongoTemplate template, Serializer serializer) {
        super(MongoSagaStore.builder().mongoTemplate(template).serializer(serializer));
        this.sagas = template.sagaCollection();
        this.serializer = serializer;
        sagas.createIndex(Indexes.ascending(SAGA_IDENTIFIER), new IndexOptions().unique(true));
        // An association is looked for as a whole: one that equals {key, value}.
        sagas.createIndex(Indexes.ascending(SAGA_TYPE, ASSOCIATIONS));
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
        return new SagaEntry<>(id, saga, associations, serializer).asDocument();
    }
}
