package io.hookstream.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.hookstream.embedded.DirectoryLock;
import io.hookstream.embedded.SqliteEventStorageEngine;
import io.hookstream.messages.Json;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The log, in this process or an Axon Server, and how messages are written. */
@Configuration(proxyBeanMethods = false)
class EventStoreConfiguration {

    @Configuration(proxyBeanMethods = false)
    @Conditional(StoreIs.EmbeddedEvents.class)
    static class Embedded {

        @Bean
        SqliteEventStorageEngine eventStorageEngine(
                HookstreamProperties properties,
                DirectoryLock locked,
                @Qualifier("eventSerializer") Serializer events,
                Serializer snapshots) {
            return SqliteEventStorageEngine.open(
                    properties.data().resolve("events.db"), events, snapshots, NoOpEventUpcaster.INSTANCE);
        }
    }

    /** For tokens and whatever else Axon keeps. */
    @Bean
    @Primary
    Serializer serializer() {
        return JacksonSerializer.builder()
                .objectMapper(new ObjectMapper().registerModule(new JavaTimeModule()))
                .build();
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer() {
        return new StoredEventSerializer();
    }

    /** For commands and queries between processes. */
    @Bean
    @Qualifier("messageSerializer")
    Serializer messageSerializer() {
        return JacksonSerializer.builder().objectMapper(Json.mapper().copy()).build();
    }

    /** A command waits for the disk, and many do at once: each has a thread that costs nothing. */
    @Bean
    @Qualifier("localSegment")
    CommandBus commandBus() {
        return AsynchronousCommandBus.builder()
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }
}
