package io.hookstream.projections;

import io.hookstream.messages.Refused;
import io.hookstream.messages.projection.ProjectionCommand.ResetProjection;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** Rebuilds projections. Only they can be: every other processor has effects outside. */
@Component
class ProjectionAdministration {

    private static final Set<String> PROJECTIONS =
            Set.of(ProjectionsConfiguration.CONFIGURATION, ProjectionsConfiguration.EVENTS);

    private final EventProcessingConfiguration processing;
    private final ObjectProvider<Processors> processors;

    /** The status asks both stores, and the query may come from an event loop. */
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();

    /** Lazily, because Axon makes its processors from the beans that handle messages, of which this is one. */
    ProjectionAdministration(@Lazy EventProcessingConfiguration processing, ObjectProvider<Processors> processors) {
        this.processing = processing;
        this.processors = processors;
    }

    @CommandHandler
    synchronized void handle(ResetProjection command) {
        if (!PROJECTIONS.contains(command.name())) {
            throw Refused.notFound("Projection");
        }
        StreamingEventProcessor processor = processing
                .eventProcessor(command.name(), StreamingEventProcessor.class)
                .orElseThrow(() -> Refused.notFound("Projection"));
        processor.shutDown();
        try {
            processor.resetTokens();
        } finally {
            processor.start();
        }
    }

    @QueryHandler
    CompletableFuture<Projections> handle(ListProjections query) {
        return CompletableFuture.supplyAsync(
                () -> new Projections(processors.getObject().status().stream()
                        .filter(status -> PROJECTIONS.contains(status.name()))
                        .toList()),
                blocking);
    }
}
