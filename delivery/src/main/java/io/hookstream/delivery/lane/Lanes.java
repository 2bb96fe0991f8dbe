package io.hookstream.delivery.lane;

import io.hookstream.delivery.DeliveryProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
class Lanes implements SmartLifecycle, LaneLoad {

    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final long LOOK_EVERY_MILLIS = 50;

    private final EventProcessingConfiguration processing;
    private final EventStore events;
    private final LaneStore store;
    private final Courier courier;
    private final DeliveryProperties properties;
    private final Map<String, Lane> lanes = new HashMap<>();

    /** By number: the segments whose lanes take offers. Guarded by this, as is which lanes there are. */
    private final Map<Integer, Segment> active = new HashMap<>();

    private volatile boolean running;

    /** By number: how far the processor must come before a claimed segment's lanes may start. Only the watch uses it. */
    private final Map<Integer, Long> claimed = new HashMap<>();

    /** The numbers of the segments whose waiting lanes have been started. Only the watch uses it. */
    private final Set<Integer> started = new HashSet<>();

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
            owned(delivery.target().destinationId()).ifPresent(lane -> lane.offer(delivery));
        }
    }

    /** A destination, or a connection that leads to it, is set up otherwise than before. */
    synchronized void changed(String destinationId) {
        Lane lane = lanes.get(destinationId);
        if (lane != null) {
            lane.changed();
        }
    }

    /** The log says how a destination's circuit stands. */
    synchronized void moved(String destinationId, Circuit circuit) {
        Lane lane = lanes.get(destinationId);
        if (lane != null) {
            lane.moved(circuit);
        }
    }

    /** A delivery is over. */
    synchronized void ended(String destinationId, String deliveryId) {
        Lane lane = lanes.get(destinationId);
        if (lane != null) {
            lane.ended(deliveryId);
        }
    }

    @Override
    public synchronized Load load() {
        return lanes.values().stream().map(Lane::figures).reduce(new Load(0, 0, 0), Load::plus);
    }

    private synchronized Optional<Lane> owned(String destinationId) {
        return owns(destinationId)
                ? Optional.of(lanes.computeIfAbsent(destinationId, id -> new Lane(id, store, courier, properties)))
                : Optional.empty();
    }

    private boolean owns(String destinationId) {
        return active.values().stream().anyMatch(segment -> matches(segment, destinationId));
    }

    private static boolean matches(Segment segment, String destinationId) {
        return segment.matches(Objects.hashCode(destinationId));
    }

    private void look() {
        try {
            processing
                    .eventProcessor(LaneProcessor.NAME, StreamingEventProcessor.class)
                    .ifPresent(processor -> follow(processor.processingStatus()));
        } catch (RuntimeException e) {
            if (running) {
                log.warn("The lanes could not look after their segments; they will again", e);
            }
        }
    }

    private void follow(Map<Integer, EventTrackerStatus> status) {
        release(status);
        List<Segment> ready = new ArrayList<>();
        status.forEach((id, segment) -> {
            if (started.contains(id) || segment.isErrorState()) {
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
        // From here on new deliveries are offered to lanes; what was queued before is what the store holds now.
        takeOffersFor(ready);
        for (String destinationId : store.destinationsWaiting()) {
            if (ready.stream().anyMatch(segment -> matches(segment, destinationId))) {
                owned(destinationId).ifPresent(Lane::start);
            }
        }
        ready.forEach(segment -> started.add(segment.getSegmentId()));
    }

    private synchronized void takeOffersFor(List<Segment> ready) {
        if (running) {
            ready.forEach(segment -> active.put(segment.getSegmentId(), segment));
        }
    }

    /** Another process may own these segments next: nothing more is sent for them here. */
    private synchronized void release(Map<Integer, EventTrackerStatus> status) {
        claimed.keySet().retainAll(status.keySet());
        started.retainAll(status.keySet());
        if (active.keySet().retainAll(status.keySet())) {
            stopLost();
        }
    }

    private void stopLost() {
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
        claimed.clear();
        started.clear();
        courier.start();
        running = true;
        watch = newWatch();
        var unused = watch.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        synchronized (this) {
            running = false;
            active.clear();
            stopLost();
        }
        watch.shutdownNow();
        courier.stop();
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
