package io.hookstream.app;

import io.hookstream.app.Roles.Role;
import io.hookstream.embedded.EventLog;
import io.hookstream.embedded.EventLogSource;
import io.hookstream.embedded.Linger;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntSupplier;
import org.axonframework.config.Configuration;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.messaging.StreamableMessageSource;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes the processors. Axon would, too, and then there were no way to give one its handlers as {@link HandledTypes}.
 *
 * @param nodes the processes that share the work, if any do
 */
record PooledProcessors(
        EventProcessingConfigurer processing,
        HookstreamProperties properties,
        ObjectProvider<EventLog> log,
        ObjectProvider<Nodes> nodes) {

    /**
     * @param role of the processes that share its segments
     * @param linger when it is called
     */
    void register(String name, Role role, int segments, Linger linger) {
        processing.registerEventProcessor(
                name, (processor, axon, handlers) -> build(name, role, segments, linger, axon, handlers));
    }

    private PooledStreamingEventProcessor build(
            String name, Role role, int segments, Linger linger, Configuration axon, EventHandlerInvoker handlers) {
        EventProcessingConfiguration settings = axon.eventProcessingConfiguration();
        PooledStreamingEventProcessor.Builder builder = PooledStreamingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(new HandledTypes(handlers))
                .messageSource(new EventLogSource(log.getObject(), linger))
                .rollbackConfiguration(settings.rollbackConfiguration(name))
                .errorHandler(settings.errorHandler(name))
                .messageMonitor(settings.messageMonitor(PooledStreamingEventProcessor.class, name))
                .tokenStore(settings.tokenStore(name))
                .transactionManager(settings.transactionManager(name))
                .spanFactory(axon.getComponent(EventProcessorSpanFactory.class))
                .initialToken(StreamableMessageSource::createTailToken)
                .initialSegmentCount(segments)
                .batchSize(properties.batch())
                .coordinatorExecutor(Executors.newScheduledThreadPool(1, threads(name + "-coordinator")))
                .workerExecutor(
                        Executors.newScheduledThreadPool(Math.min(segments, properties.workers()), threads(name)));
        nodes.ifAvailable(all -> share(builder, properties.axonServer().claim(), () -> all.share(role, segments)));
        return builder.build();
    }

    /** A claim is renewed several times before it runs out, also during a long batch, and soon found when it has. */
    private static void share(PooledStreamingEventProcessor.Builder builder, Duration claim, IntSupplier segments) {
        builder.claimExtensionThreshold(claim.dividedBy(4).toMillis())
                .tokenClaimInterval(claim.dividedBy(5).toMillis())
                .enableCoordinatorClaimExtension()
                .maxSegmentProvider(processor -> segments.getAsInt());
    }

    private static ThreadFactory threads(String name) {
        return Thread.ofPlatform().name(name + "-", 0).daemon().factory();
    }
}
