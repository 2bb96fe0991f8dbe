package io.hookstream.projections;

import io.hookstream.messages.projection.ProjectionQuery.ProcessorStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.jspecify.annotations.Nullable;

/** How far the processors of this process have come. A processor that is stuck still says that it runs: its lag tells. */
public final class Processors {

    private final EventProcessingConfiguration processing;
    private final TokenStore tokens;
    private final Supplier<TrackingToken> head;
    private final boolean alone;
    private final Map<String, Integer> segments = new ConcurrentHashMap<>();

    /**
     * @param head of the log
     * @param alone whether no other process shares the work, so that a segment that is not claimed here is stuck
     */
    public Processors(
            EventProcessingConfiguration processing, TokenStore tokens, Supplier<TrackingToken> head, boolean alone) {
        this.processing = processing;
        this.tokens = tokens;
        this.head = head;
        this.alone = alone;
    }

    /** May ask both stores, and blocks meanwhile. */
    public List<ProcessorStatus> status() {
        long end = position(head.get());
        return processing.eventProcessors().values().stream()
                .filter(StreamingEventProcessor.class::isInstance)
                .map(processor -> status((StreamingEventProcessor) processor, end))
                .sorted(Comparator.comparing(ProcessorStatus::name))
                .toList();
    }

    private ProcessorStatus status(StreamingEventProcessor processor, long end) {
        Collection<EventTrackerStatus> claimed = processor.processingStatus().values();
        int segments = segments(processor.getName());
        boolean healthy = claimed.stream().noneMatch(EventTrackerStatus::isErrorState)
                && (alone ? claimed.size() == segments && segments > 0 : !claimed.isEmpty());
        long slowest = claimed.stream()
                .mapToLong(segment -> segment.getCurrentPosition().orElse(0))
                .min()
                .orElse(0);
        return new ProcessorStatus(
                processor.getName(),
                processor.isRunning() && healthy,
                claimed.size(),
                segments,
                Math.max(0, end - slowest),
                slowest,
                claimed.stream().anyMatch(Processors::isReplaying));
    }

    /** Fixed once there are any, so that they are asked for only once. */
    private int segments(String processor) {
        int known = segments.getOrDefault(processor, 0);
        if (known == 0) {
            known = tokens.fetchSegments(processor).length;
            segments.put(processor, known);
        }
        return known;
    }

    /** Axon says so until the first new event after the reset has been handled, and there may be none for long. */
    private static boolean isReplaying(EventTrackerStatus segment) {
        return segment.isReplaying()
                && segment.getCurrentPosition().orElse(0)
                        < segment.getResetPosition().orElse(0);
    }

    private static long position(@Nullable TrackingToken token) {
        return token == null ? 0 : token.position().orElse(0);
    }
}
