package io.hookstream.sagas;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.hookstream.messages.Json;
import io.hookstream.sagas.deadline.MongoDeadlineManager;
import java.time.Clock;
import org.axonframework.config.ConfigurationScopeAwareProvider;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.extensions.mongo.DefaultMongoTemplate;
import org.axonframework.extensions.mongo.eventhandling.saga.repository.MongoSagaStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.spring.stereotype.Saga;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** Turns the role of sagas on. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties(SagasProperties.class)
public class SagasConfiguration {

    /** The processor of all sagas. */
    public static final String NAME = "sagas";

    /** Whatever a saga is annotated with, it runs in the one processor. */
    @Bean
    ConfigurerModule sagaProcessor() {
        return configurer -> configurer
                .eventProcessing()
                .assignHandlerTypesMatching(NAME, type -> type.isAnnotationPresent(Saga.class));
    }

    @Bean
    MongoSagaStore sagaStore(MongoClient client, MongoDatabase database, org.axonframework.config.Configuration axon) {
        return new VersionedSagaStore(
                DefaultMongoTemplate.builder()
                        .mongoDatabase(client, database.getName())
                        .build(),
                serializer(),
                () -> axon.eventProcessingConfiguration().tokenStore(NAME).fetchSegments(NAME));
    }

    @Bean
    MongoDeadlineManager deadlineManager(
            MongoDatabase database, org.axonframework.config.Configuration axon, Clock clock) {
        return new MongoDeadlineManager(database, new ConfigurationScopeAwareProvider(axon), serializer(), clock);
    }

    /** As messages are written, but a saga's state is in its fields, and those that are transient are no state. */
    static Serializer serializer() {
        ObjectMapper mapper = Json.mapper()
                .copy()
                .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
                .setVisibility(PropertyAccessor.GETTER, Visibility.NONE)
                .setVisibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
                .setVisibility(PropertyAccessor.SETTER, Visibility.NONE);
        return JacksonSerializer.builder().objectMapper(mapper).build();
    }
}
