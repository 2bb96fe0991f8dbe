package io.hookstream.app;

import io.hookstream.delivery.lane.LaneProcessor;
import io.hookstream.delivery.router.Router;
import io.hookstream.embedded.EventLogSource;
import io.hookstream.embedded.SqliteEventStorageEngine;
import io.hookstream.projections.Processors;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.issue.IssueProjection;
import io.hookstream.sagas.SagasConfiguration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * How the processors run: all stream from the log in keyed order, and none passes over an event that it could not
 * handle.
 */
@Configuration(proxyBeanMethods = false)
class ProcessorsConfiguration {

    @Bean
    Processors processors(
            EventProcessingConfiguration processing,
            TokenStore tokens,
            @Lazy EventStore log,
            HookstreamProperties properties) {
        return new Processors(
                processing,
                tokens,
                log::createHeadToken,
                properties.axonServer().isOff());
    }

    @Bean
    ConfigurerModule processorSettings(
            HookstreamProperties properties, ObjectProvider<SqliteEventStorageEngine> engines) {
        return configurer -> configurer.eventProcessing(processing -> {
            engines.ifAvailable(
                    engine -> processing.configureDefaultStreamableMessageSource(c -> new EventLogSource(engine)));
            processing
                    .usingPooledStreamingEventProcessors()
                    .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance())
                    .registerDefaultErrorHandler(c -> PropagatingErrorHandler.instance())
                    .registerSequencingPolicy(Router.NAME, c -> Router.sequencing())
                    .registerSequencingPolicy(LaneProcessor.NAME, c -> LaneProcessor.sequencing())
                    .registerSequencingPolicy(ProjectionsConfiguration.ISSUES, c -> IssueProjection.sequencing());
            register(processing, Router.NAME, properties.segments(), properties);
            register(processing, LaneProcessor.NAME, properties.segments(), properties);
            register(processing, SagasConfiguration.NAME, properties.segments(), properties);
            register(processing, ProjectionsConfiguration.EVENTS, properties.segments(), properties);
            register(processing, ProjectionsConfiguration.ISSUES, properties.segments(), properties);
            register(processing, ProjectionsConfiguration.CONFIGURATION, 1, properties);
        });
    }

    private static void register(
            EventProcessingConfigurer processing, String name, int segments, HookstreamProperties properties) {
        processing.registerPooledStreamingEventProcessorConfiguration(name, (configuration, builder) -> {
            int workers = Math.min(segments, properties.workers());
            return builder.initialToken(StreamableMessageSource::createTailToken)
                    .initialSegmentCount(segments)
                    .batchSize(properties.batch())
                    .coordinatorExecutor(threads(name + "-coordinator", 1))
                    .workerExecutor(threads(name, workers));
        });
    }

    private static ScheduledExecutorService threads(String name, int count) {
        return Executors.newScheduledThreadPool(
                count, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }
}
