package io.hookstream.app;

import com.mongodb.client.MongoDatabase;
import io.hookstream.app.Roles.Role;
import io.hookstream.delivery.lane.LaneProcessor;
import io.hookstream.delivery.router.Router;
import io.hookstream.embedded.EventLogSource;
import io.hookstream.embedded.SqliteEventStorageEngine;
import io.hookstream.projections.Processors;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.issue.IssueProjection;
import io.hookstream.sagas.SagasConfiguration;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntSupplier;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

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
            Processors.StoredTokens stored,
            HookstreamProperties properties) {
        return new Processors(
                processing,
                tokens,
                log::createHeadToken,
                properties.axonServer().isOff() ? null : stored);
    }

    @Bean
    @Conditional(AxonServerSwitch.On.class)
    Nodes nodes(MongoDatabase database, Environment environment, Clock clock) {
        return new Nodes(database, Roles.of(environment), clock);
    }

    @Bean
    ConfigurerModule processorSettings(
            HookstreamProperties properties,
            ObjectProvider<SqliteEventStorageEngine> engines,
            ObjectProvider<Nodes> nodes) {
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
            register(processing, Router.NAME, Role.DELIVERY, properties.segments(), properties, nodes);
            register(processing, LaneProcessor.NAME, Role.DELIVERY, properties.segments(), properties, nodes);
            register(processing, SagasConfiguration.NAME, Role.SAGA, properties.segments(), properties, nodes);
            register(
                    processing,
                    ProjectionsConfiguration.EVENTS,
                    Role.PROJECTION,
                    properties.segments(),
                    properties,
                    nodes);
            register(
                    processing,
                    ProjectionsConfiguration.ISSUES,
                    Role.PROJECTION,
                    properties.segments(),
                    properties,
                    nodes);
            register(processing, ProjectionsConfiguration.CONFIGURATION, Role.PROJECTION, 1, properties, nodes);
        });
    }

    private static void register(
            EventProcessingConfigurer processing,
            String name,
            Role role,
            int segments,
            HookstreamProperties properties,
            ObjectProvider<Nodes> nodes) {
        processing.registerPooledStreamingEventProcessorConfiguration(name, (configuration, builder) -> {
            int workers = Math.min(segments, properties.workers());
            nodes.ifAvailable(all -> share(builder, properties.axonServer().claim(), () -> all.share(role, segments)));
            return builder.initialToken(StreamableMessageSource::createTailToken)
                    .initialSegmentCount(segments)
                    .batchSize(properties.batch())
                    .coordinatorExecutor(threads(name + "-coordinator", 1))
                    .workerExecutor(threads(name, workers));
        });
    }

    /** A claim is renewed several times before it runs out, also during a long batch, and soon found when it has. */
    private static void share(PooledStreamingEventProcessor.Builder builder, Duration claim, IntSupplier segments) {
        builder.claimExtensionThreshold(claim.dividedBy(4).toMillis())
                .tokenClaimInterval(claim.dividedBy(5).toMillis())
                .enableCoordinatorClaimExtension()
                .maxSegmentProvider(processor -> segments.getAsInt());
    }

    private static ScheduledExecutorService threads(String name, int count) {
        return Executors.newScheduledThreadPool(
                count, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
    }
}
