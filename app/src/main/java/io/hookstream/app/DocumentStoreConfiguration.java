package io.hookstream.app;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import io.hookstream.embedded.DirectoryLock;
import io.hookstream.embedded.EmbeddedDocumentStore;
import io.hookstream.messages.Checkpointed;
import io.hookstream.messages.apikey.ApiKeyUsage;
import io.hookstream.messages.event.PayloadStore;
import io.hookstream.messages.idempotency.IdempotencyStore;
import io.hookstream.messages.session.SessionStore;
import io.hookstream.projections.Processors;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventsourcing.tokenstore.MongoTokenStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * The document store, in this process or a MongoDB: read models, processors' state, tokens, sessions and large payloads.
 * The drivers are closed before the embedded store, because they depend on it.
 */
@Configuration(proxyBeanMethods = false)
class DocumentStoreConfiguration {

    private static final int TIMEOUT_SECONDS = 10;

    /** Where the drivers are to connect, and what is to be closed after them. */
    record Address(String uri, @Nullable EmbeddedDocumentStore embedded) implements AutoCloseable {

        @Override
        public void close() {
            if (embedded != null) {
                embedded.close();
            }
        }
    }

    @Bean
    Address documentStore(HookstreamProperties properties, DirectoryLock locked) {
        if (!properties.mongodb().uri().isBlank()) {
            return new Address(properties.mongodb().uri(), null);
        }
        EmbeddedDocumentStore embedded = EmbeddedDocumentStore.open(
                properties.data(), Math.toIntExact(properties.mongodb().cache().toMegabytes()));
        return new Address(embedded.connectionString(), embedded);
    }

    @Bean
    MongoClient mongoClient(Address address) {
        return MongoClients.create(settings(address));
    }

    @Bean
    com.mongodb.reactivestreams.client.MongoClient reactiveMongoClient(Address address) {
        return com.mongodb.reactivestreams.client.MongoClients.create(settings(address));
    }

    @Bean
    MongoDatabase database(MongoClient client, HookstreamProperties properties) {
        return client.getDatabase(properties.mongodb().database());
    }

    @Bean
    com.mongodb.reactivestreams.client.MongoDatabase reactiveDatabase(
            com.mongodb.reactivestreams.client.MongoClient client, HookstreamProperties properties) {
        return client.getDatabase(properties.mongodb().database());
    }

    @Bean
    PayloadStore payloadStore(com.mongodb.reactivestreams.client.MongoDatabase database) {
        return new GridFsPayloadStore(database);
    }

    @Bean
    SessionStore sessionStore(MongoDatabase database, com.mongodb.reactivestreams.client.MongoDatabase reactive) {
        return new MongoSessionStore(database, reactive);
    }

    @Bean
    ApiKeyUsage apiKeyUsage(com.mongodb.reactivestreams.client.MongoDatabase database) {
        return new MongoApiKeyUsage(database);
    }

    @Bean
    IdempotencyStore idempotencyStore(
            MongoDatabase database, com.mongodb.reactivestreams.client.MongoDatabase reactive) {
        return new MongoIdempotencyStore(database, reactive);
    }

    @Bean
    TokenStore tokenStore(
            MongoClient client,
            HookstreamProperties properties,
            Serializer serializer,
            ObjectProvider<Checkpointed> processors,
            @Lazy EventStore log) {
        MongoTokenStore.Builder builder = MongoTokenStore.builder()
                .mongoTemplate(template(client, properties))
                .serializer(serializer);
        if (!properties.axonServer().isOff()) {
            builder.claimTimeout(properties.axonServer().claim());
        }
        TokenStore store = builder.build();
        return new StateFirstTokenStore(
                store,
                new Checkpoints(
                        store,
                        name -> processors.stream()
                                .filter(processor -> processor.processor().equals(name))
                                .findFirst(),
                        log::createHeadToken));
    }

    /** Read without claiming anything. */
    @Bean
    Processors.StoredTokens storedTokens(MongoClient client, HookstreamProperties properties, Serializer serializer) {
        MongoCollection<Document> tokens = template(client, properties).trackingTokensCollection();
        return processor -> {
            Map<Integer, Optional<TrackingToken>> found = new HashMap<>();
            for (Document each : tokens.find(Filters.eq("processorName", processor))) {
                Binary token = each.get("token", Binary.class);
                found.put(
                        each.getInteger("segment"),
                        token == null
                                ? Optional.empty()
                                : Optional.of(serializer.deserialize(new SimpleSerializedObject<>(
                                        token.getData(), byte[].class, each.getString("tokenType"), null))));
            }
            return found;
        };
    }

    private static DefaultMongoTemplate template(MongoClient client, HookstreamProperties properties) {
        return DefaultMongoTemplate.builder()
                .mongoDatabase(client, properties.mongodb().database())
                .build();
    }

    private static MongoClientSettings settings(Address address) {
        return MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(address.uri()))
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(2 * TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                .build();
    }
}
