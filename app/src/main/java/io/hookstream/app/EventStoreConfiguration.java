package io.hookstream.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.hookstream.command.event.Remembered;
import io.hookstream.embedded.DirectoryLock;
import io.hookstream.embedded.EventLog;
import io.hookstream.embedded.SqliteEventStorageEngine;
import io.hookstream.messages.Json;
import io.hookstream.messages.Origin;
import io.hookstream.messages.ProcessingLag;
import java.util.concurrent.Executors;
import org.axonframework.axonserver.connector.AxonServerConfiguration;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.command.AxonServerCommandBus;
import org.axonframework.commandhandling.AsynchronousCommandBus;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.distributed.RoutingStrategy;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.lifecycle.Phase;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.monitoring.MessageMonitor;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/** The log, in this process or an Axon Server, and how messages are written. */
@Configuration(proxyBeanMethods = false)
class EventStoreConfiguration {

    @Configuration(proxyBeanMethods = false)
    @Conditional(AxonServerSwitch.Off.class)
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

    @Configuration(proxyBeanMethods = false)
    @Conditional(AxonServerSwitch.On.class)
    static class Shared {

        @Bean
        SharedLog sharedLog(
                AxonServerConnectionManager connections,
                AxonServerConfiguration connector,
                @Lazy EventStore store,
                @Qualifier("eventSerializer") Serializer events) {
            SharedLog.Server server = (position, ahead) -> connections
                    .getConnection(connector.getContext())
                    .eventChannel()
                    .openStream(position, ahead, ahead / 2, connector.isForceReadFromLeader());
            return new SharedLog(server, store, events);
        }

        @Bean
        ConfigurerModule remembered() {
            return configurer -> configurer.onInitialize(axon -> axon.onStart(
                    Phase.LOCAL_MESSAGE_HANDLER_REGISTRATIONS,
                    () -> axon.eventBus().registerDispatchInterceptor(Remembered::appended)));
        }

        /** Other processes send their commands to those that play the role, and to no others. */
        @Bean
        @Primary
        CommandBus localFirstCommandBus(
                AxonServerConnectionManager connections,
                AxonServerConfiguration connector,
                @Qualifier("localSegment") CommandBus here,
                @Qualifier("messageSerializer") Serializer messages,
                RoutingStrategy routing,
                Environment environment) {
            AxonServerCommandBus everywhere = AxonServerCommandBus.builder()
                    .axonServerConnectionManager(connections)
                    .configuration(connector)
                    .localSegment(here)
                    .serializer(messages)
                    .routingStrategy(routing)
                    .build();
            return new LocalFirstCommandBus(
                    everywhere, here, Roles.of(environment).contains(Roles.Role.COMMAND));
        }
    }

    @Bean
    ProcessingLag processingLag(EventLog log) {
        return log.streams()::lag;
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
    CommandBus commandBus(
            @Qualifier("commandMeters") MessageMonitor<Message<?>> meters, HookstreamProperties properties) {
        AsynchronousCommandBus bus = AsynchronousCommandBus.builder()
                .messageMonitor(meters)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        boolean shared = !properties.axonServer().isOff();
        if (shared) {
            bus.registerHandlerInterceptor(Remembered::confirm);
        }
        bus.registerHandlerInterceptor(Origin::passOn);
        bus.registerHandlerInterceptor(EventStoreConfiguration::notFound);
        return shared ? new SharedLogCommandBus(bus) : bus;
    }

    /** Whoever asks for a source by the id of a destination asks for one that does not exist. */
    private static Object notFound(UnitOfWork<? extends CommandMessage<?>> command, InterceptorChain chain)
            throws Exception {
        try {
            return chain.proceed();
        } catch (IncompatibleAggregateException e) {
            throw new AggregateNotFoundException(
                    command.getMessage().getCommandName(), "The id is of another kind of thing", e);
        }
    }
}
