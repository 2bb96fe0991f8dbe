package io.hookstream.delivery.lane;

import io.hookstream.delivery.DeliveryProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * The lanes of the destinations that this process owns. Which they are follows from the segments of the lane processor
 * that it has claimed. A segment's lanes start once the processor has seen everything that was in the log when the
 * segment was claimed: before that, a queue may still hold what was delivered long ago.
 */
@Component
class Lanes implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final long LOOK_EVERY_MILLIS = 50;

    private final EventProcessingConfiguration processing;
    private final EventStore events;
    private final LaneStore store;
    private final Courier courier;
    private final DeliveryProperties properties;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

    /** By number: the segments whose lanes run. Replaced, never changed. */
    private volatile Map<Integer, Segment> active = Map.of();

    /** By number: how far the processor must come before a claimed segment's lanes may start. Only the watch uses it. */
    private final Map<Integer, Long> claimed = new HashMap<>();

    private volatile boolean running;
    private ScheduledExecutorService watch = newWatch();

    Lanes(
            @Lazy EventProcessingConfiguration processing,
            @Lazy EventStore events,
            LaneStore store,
            Courier courier,
            DeliveryProperties properties) {
        this.processing = processing;
        this.events = events;
        this.store = store;
        this.courier = courier;
        this.properties = properties;
    }

    /** New deliveries, written already. Those of lanes that do not run yet will be found in the store. */
    void offer(Collection<QueuedDelivery> deliveries) {
        for (QueuedDelivery delivery : deliveries) {
            String destinationId = delivery.target().destinationId();
            if (running && owns(destinationId)) {
                lane(destinationId).offer(delivery);
            }
        }
    }

    /** A destination, or a connection that leads to it, is set up otherwise than before. */
    void changed(String destinationId) {
        Lane lane = lanes.get(destinationId);
        if (lane != null) {
            lane.changed();
        }
    }

    private Lane lane(String destinationId) {
        return lanes.computeIfAbsent(destinationId, id -> new Lane(id, store, courier, properties));
    }

    private boolean owns(String destinationId) {
        int hash = Objects.hashCode(destinationId);
        return active.values().stream().anyMatch(segment -> segment.matches(hash));
    }

    private void look() {
        try {
            processing
                    .eventProcessor(LaneProcessor.NAME, StreamingEventProcessor.class)
                    .ifPresent(processor -> follow(processor.processingStatus()));
        } catch (RuntimeException e) {
            log.warn("The lanes could not look after their segments; they will again", e);
        }
    }

    private void follow(Map<Integer, EventTrackerStatus> status) {
        release(status);
        List<Segment> ready = new ArrayList<>();
        status.forEach((id, segment) -> {
            if (active.containsKey(id) || segment.isErrorState()) {
                return;
            }
            long target = claimed.computeIfAbsent(id, first -> head());
            if (segment.getCurrentPosition().orElse(-1) >= target) {
                ready.add(segment.getSegment());
            }
        });
        if (!ready.isEmpty()) {
            activate(ready);
        }
    }

    private void activate(List<Segment> ready) {
        Map<Integer, Segment> more = new HashMap<>(active);
        ready.forEach(segment -> more.put(segment.getSegmentId(), segment));
        // From here on new deliveries are offered to lanes; what was queued before is what the store holds now.
        active = Map.copyOf(more);
        for (String destinationId : store.destinationsWaiting()) {
            if (ready.stream().anyMatch(segment -> segment.matches(Objects.hashCode(destinationId)))) {
                lane(destinationId).start();
            }
        }
    }

    /** Another process may own these segments next: nothing more is sent for them here. */
    private void release(Map<Integer, EventTrackerStatus> status) {
        claimed.keySet().retainAll(status.keySet());
        if (status.keySet().containsAll(active.keySet())) {
            return;
        }
        Map<Integer, Segment> left = new HashMap<>(active);
        left.keySet().retainAll(status.keySet());
        active = Map.copyOf(left);
        lanes.entrySet().removeIf(entry -> {
            boolean lost = !owns(entry.getKey());
            if (lost) {
                entry.getValue().stop();
            }
            return lost;
        });
    }

    private long head() {
        TrackingToken head = events.createHeadToken();
        return head == null ? -1 : head.position().orElse(-1);
    }

    private static ScheduledExecutorService newWatch() {
        return Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("lanes-watch").daemon().factory());
    }

    @Override
    public void start() {
        running = true;
        watch = newWatch();
        var unused = watch.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        watch.shutdownNow();
        active = Map.of();
        claimed.clear();
        lanes.values().forEach(Lane::stop);
        courier.awaitIdle();
        lanes.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** The last to start and the first to stop: a lane that still sends needs everything else. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
