package io.hookstream.delivery.lane;

import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.delivery.lane.LaneStore.Transform;
import io.hookstream.messages.destination.DestinationSettings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue in front of one destination. A window of it is in memory and the rest in the store. The lane decides what is
 * sent when; the {@link Courier} sends it.
 */
final class Lane {

    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final long RETRY_MILLIS = 1000;

    private final String destinationId;
    private final LaneStore store;
    private final Courier courier;
    private final DeliveryProperties properties;

    // All below is guarded by this.
    private final Queue<QueuedDelivery> window = new ArrayDeque<>();
    private final Map<String, Transform> transforms = new HashMap<>();
    private @Nullable Destination destination;

    /** How often the destination or a connection to it has changed: what was read before is not kept. */
    private int changes;

    /** The last delivery that was ever in the window. */
    private long last = -1;

    /** Whether the store may hold deliveries past the last one. It does at first: nobody has looked. */
    private boolean moreInStore = true;

    private boolean loading;
    private boolean stopped;

    /** Deliveries that are with the courier: sent, or about to be, and not in the log yet. */
    private int underWay;

    Lane(String destinationId, LaneStore store, Courier courier, DeliveryProperties properties) {
        this.destinationId = destinationId;
        this.store = store;
        this.courier = courier;
        this.properties = properties;
    }

    void start() {
        pump();
    }

    /** No more is sent; what is being sent goes on. */
    synchronized void stop() {
        stopped = true;
        window.clear();
    }

    /** A delivery that the store has already, later than all that were offered before. */
    void offer(QueuedDelivery delivery) {
        synchronized (this) {
            if (delivery.position() <= last) {
                return;
            }
            if (moreInStore || loading || window.size() >= properties.window()) {
                // Taking it now would overtake what is in the store.
                moreInStore = true;
            } else {
                window.add(delivery);
                last = delivery.position();
            }
        }
        pump();
    }

    void changed() {
        synchronized (this) {
            changes++;
            destination = null;
            transforms.clear();
        }
        pump();
    }

    /** Sends what may be sent, and has more loaded when the window runs low. */
    private void pump() {
        List<QueuedDelivery> toSend = new ArrayList<>();
        synchronized (this) {
            if (stopped || loading) {
                return;
            }
            boolean paused = destination != null && isPaused(destination);
            if (destination != null && !paused) {
                int limit = limit(destination.settings());
                while (underWay < limit && !window.isEmpty()) {
                    toSend.add(window.remove());
                    underWay++;
                }
            }
            boolean low = moreInStore && window.size() <= properties.window() / 2;
            if (destination == null || (low && !paused)) {
                loading = true;
                courier.run(this::load);
            }
        }
        toSend.forEach(delivery -> courier.deliver(delivery, this));
    }

    /** Blocks: run by the courier. */
    private void load() {
        try {
            int seen;
            synchronized (this) {
                seen = changes;
            }
            Destination loaded = readDestination();
            long after;
            int room;
            synchronized (this) {
                if (seen == changes) {
                    destination = loaded;
                }
                after = last;
                room = moreInStore && !isPaused(loaded) ? properties.window() - window.size() : 0;
                if (room > 0) {
                    // What is offered from here on says again that there is more.
                    moreInStore = false;
                }
            }
            List<QueuedDelivery> found = room > 0 ? store.read(destinationId, after, room) : List.of();
            synchronized (this) {
                window.addAll(found);
                if (!found.isEmpty()) {
                    last = found.getLast().position();
                }
                moreInStore |= room > 0 && found.size() == room;
                loading = false;
            }
            pump();
        } catch (RuntimeException e) {
            log.warn("The queue of {} could not be read; it will be tried again", destinationId, e);
            synchronized (this) {
                moreInStore = true;
                loading = false;
            }
            courier.later(this::pump, RETRY_MILLIS);
        }
    }

    private static boolean isPaused(Destination destination) {
        return !destination.deleted()
                && Boolean.FALSE.equals(destination.settings().enabled());
    }

    private static int limit(DestinationSettings settings) {
        return Objects.requireNonNullElse(settings.maxConcurrency(), DestinationSettings.DEFAULT_CONCURRENCY);
    }

    /**
     * The courier is done with one: another may begin. Not when it was sent but when that is in the log, so that no more
     * than the destination's concurrency is ever sent again after a crash.
     */
    void done() {
        synchronized (this) {
            underWay--;
        }
        pump();
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** Blocks if it has to be read. */
    Destination destination() {
        synchronized (this) {
            if (destination != null) {
                return destination;
            }
        }
        return readDestination();
    }

    private Destination readDestination() {
        return store.destination(destinationId)
                .orElseThrow(() -> new IllegalStateException("The lanes know no destination " + destinationId));
    }

    /** How what goes through this connection is reshaped. Blocks if it has to be read. */
    Transform transform(String connectionId) {
        int seen;
        synchronized (this) {
            Transform known = transforms.get(connectionId);
            if (known != null) {
                return known;
            }
            seen = changes;
        }
        Transform read = store.transform(connectionId).orElse(new Transform(null));
        synchronized (this) {
            if (seen == changes) {
                transforms.put(connectionId, read);
            }
        }
        return read;
    }
}
