package io.hookstream.projections;

import io.hookstream.messages.Refused;
import io.hookstream.messages.projection.ProjectionCommand.DeadLettersRetried;
import io.hookstream.messages.projection.ProjectionCommand.ResetProjection;
import io.hookstream.messages.projection.ProjectionCommand.RetryDeadLetters;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.ProcessorStatus;
import io.hookstream.messages.projection.ProjectionQuery.ProjectionStatus;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import io.hookstream.projections.deadletter.DeadLetters;
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

    private final EventProcessingConfiguration processing;
    private final ObjectProvider<Processors> processors;
    private final DeadLetters letters;

    /** The status asks both stores, and the query may come from an event loop. */
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();

    /** Lazily, because Axon makes its processors from the beans that handle messages, of which this is one. */
    ProjectionAdministration(
            @Lazy EventProcessingConfiguration processing, ObjectProvider<Processors> processors, DeadLetters letters) {
        this.processing = processing;
        this.processors = processors;
        this.letters = letters;
    }

    @CommandHandler
    synchronized void handle(ResetProjection command) {
        mustBeProjection(command.name());
        StreamingEventProcessor processor = processing
                .eventProcessor(command.name(), StreamingEventProcessor.class)
                .orElseThrow(() -> Refused.notFound("Projection"));
        letters.exclusively(() -> {
            processor.shutDown();
            try {
                processor.resetTokens();
            } finally {
                processor.start();
            }
        });
    }

    @CommandHandler
    DeadLettersRetried handle(RetryDeadLetters command) {
        mustBeProjection(command.name());
        return letters.retry(command.name());
    }

    private static void mustBeProjection(String name) {
        if (!ProjectionsConfiguration.ALL.contains(name)) {
            throw Refused.notFound("Projection");
        }
    }

    @QueryHandler
    CompletableFuture<Projections> handle(ListProjections query) {
        return CompletableFuture.supplyAsync(
                () -> new Projections(processors.getObject().status().stream()
                        .filter(status -> ProjectionsConfiguration.ALL.contains(status.name()))
                        .map(this::withDeadLetters)
                        .toList()),
                blocking);
    }

    private ProjectionStatus withDeadLetters(ProcessorStatus status) {
        long count = letters.count(status.name());
        return ProjectionStatus.of(status, count, count == 0 ? null : letters.oldest(status.name()));
    }
}
