package io.hookstream.projections;

import io.hookstream.messages.projection.ProjectionQuery.ProcessorStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.jspecify.annotations.Nullable;

/**
 * How far the processors of this process have come, with those of their segments that another process has. A processor that
 * is stuck still says that it runs: its lag tells.
 */
public final class Processors {

    private final EventProcessingConfiguration processing;
    private final TokenStore tokens;
    private final Supplier<TrackingToken> head;
    private final @Nullable StoredTokens shared;
    private final Map<String, Integer> segments = new ConcurrentHashMap<>();

    /** What the token store holds, whoever has claimed it. */
    @FunctionalInterface
    public interface StoredTokens {

        /** By the number of the segment. A token may lag behind what has been handled by the time of a claim. */
        Map<Integer, Optional<TrackingToken>> of(String processor);
    }

    /**
     * @param head of the log
     * @param shared if other processes share the work; null if not, and then a segment that is not claimed here is stuck
     */
    public Processors(
            EventProcessingConfiguration processing,
            TokenStore tokens,
            Supplier<TrackingToken> head,
            @Nullable StoredTokens shared) {
        this.processing = processing;
        this.tokens = tokens;
        this.head = head;
        this.shared = shared;
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
        Map<Integer, EventTrackerStatus> claimed = processor.processingStatus();
        Map<Integer, Optional<TrackingToken>> elsewhere = elsewhere(processor.getName(), claimed.keySet());
        int segments = shared == null ? segments(processor.getName()) : claimed.size() + elsewhere.size();
        boolean healthy = claimed.values().stream().noneMatch(EventTrackerStatus::isErrorState)
                && segments > 0
                && claimed.size() + elsewhere.size() == segments;
        long slowest = LongStream.concat(
                        claimed.values().stream()
                                .mapToLong(
                                        segment -> segment.getCurrentPosition().orElse(0)),
                        elsewhere.values().stream().mapToLong(token -> position(token.orElse(null))))
                .min()
                .orElse(0);
        return new ProcessorStatus(
                processor.getName(),
                processor.isRunning() && healthy,
                claimed.size(),
                segments,
                Math.max(0, end - slowest),
                slowest,
                claimed.values().stream().anyMatch(Processors::isReplaying)
                        || elsewhere.values().stream().flatMap(Optional::stream).anyMatch(ReplayToken::isReplay));
    }

    /** The segments that other processes have, or nobody at the moment. */
    private Map<Integer, Optional<TrackingToken>> elsewhere(String processor, Set<Integer> claimed) {
        if (shared == null) {
            return Map.of();
        }
        Map<Integer, Optional<TrackingToken>> others = new HashMap<>(shared.of(processor));
        others.keySet().removeAll(claimed);
        return others;
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
