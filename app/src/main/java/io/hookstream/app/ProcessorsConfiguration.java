package io.hookstream.app;

import com.mongodb.client.MongoDatabase;
import io.hookstream.app.Roles.Role;
import io.hookstream.delivery.lane.LaneProcessor;
import io.hookstream.delivery.router.Router;
import io.hookstream.embedded.EventLog;
import io.hookstream.embedded.Linger;
import io.hookstream.projections.Processors;
import io.hookstream.projections.ProjectionsConfiguration;
import io.hookstream.projections.issue.IssueProjection;
import io.hookstream.sagas.SagasConfiguration;
import java.time.Clock;
import java.time.Duration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
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

    /** A webhook waits so long on its way, twice. */
    private static final Linger SOON = new Linger(Duration.ofMillis(1), Duration.ofMillis(4));

    private static final Linger LATER = new Linger(Duration.ofMillis(5), Duration.ofMillis(20));

    /** An event that has just come is shown soon, and while more come, those of some time together. */
    private static final Duration SHOWN = Duration.ofMillis(10);

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
            HookstreamProperties properties, ObjectProvider<EventLog> log, ObjectProvider<Nodes> nodes) {
        return configurer -> configurer.eventProcessing(processing -> {
            processing
                    .registerDefaultListenerInvocationErrorHandler(c -> PropagatingErrorHandler.instance())
                    .registerDefaultErrorHandler(c -> PropagatingErrorHandler.instance())
                    .registerSequencingPolicy(Router.NAME, c -> Router.sequencing())
                    .registerSequencingPolicy(LaneProcessor.NAME, c -> LaneProcessor.sequencing())
                    .registerSequencingPolicy(ProjectionsConfiguration.ISSUES, c -> IssueProjection.sequencing());
            PooledProcessors pooled = new PooledProcessors(processing, properties, log, nodes);
            int segments = properties.segments();
            Linger together = new Linger(SHOWN, properties.linger());
            pooled.register(Router.NAME, Role.DELIVERY, segments, SOON);
            pooled.register(LaneProcessor.NAME, Role.DELIVERY, segments, SOON);
            pooled.register(SagasConfiguration.NAME, Role.SAGA, segments, LATER);
            pooled.register(ProjectionsConfiguration.EVENTS, Role.PROJECTION, segments, together);
            pooled.register(ProjectionsConfiguration.ISSUES, Role.PROJECTION, segments, together);
            pooled.register(ProjectionsConfiguration.CONFIGURATION, Role.PROJECTION, 1, LATER);
        });
    }
}
