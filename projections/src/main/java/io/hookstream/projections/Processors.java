package io.hookstream.projections;

import io.hookstream.messages.projection.ProjectionQuery.ProcessorStatus;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;

/** How far the processors of this process have come. A processor that is stuck still says that it runs: its lag tells. */
public final class Processors {

    private Processors() {}

    public static List<ProcessorStatus> status(EventProcessingConfiguration processing, EventStore store) {
        long head = position(store.createHeadToken());
        return processing.eventProcessors().values().stream()
                .filter(StreamingEventProcessor.class::isInstance)
                .map(processor -> status((StreamingEventProcessor) processor, head))
                .sorted(Comparator.comparing(ProcessorStatus::name))
                .toList();
    }

    private static ProcessorStatus status(StreamingEventProcessor processor, long head) {
        var segments = processor.processingStatus().values();
        boolean claimed = !segments.isEmpty() && segments.stream().noneMatch(EventTrackerStatus::isErrorState);
        long slowest = segments.stream()
                .mapToLong(segment -> segment.getCurrentPosition().orElse(-1))
                .min()
                .orElse(-1);
        boolean replaying = segments.stream().anyMatch(EventTrackerStatus::isReplaying);
        return new ProcessorStatus(
                processor.getName(), processor.isRunning() && claimed, Math.max(0, head - slowest), replaying);
    }

    private static long position(@Nullable TrackingToken head) {
        return head == null ? -1 : orNone(head.position());
    }

    private static long orNone(OptionalLong position) {
        return position.orElse(-1);
    }
}
