package io.hookstream.delivery.lane;

import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.messages.circuit.CircuitCommand;
import io.hookstream.messages.circuit.CircuitCommand.CloseCircuit;
import io.hookstream.messages.circuit.CircuitCommand.OpenCircuit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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

    /** How many may have arrived without that being in the log: so many more may be sent again after a crash. */
    static final int UNRECORDED = 64;

    private final String destinationId;
    private final LaneStore store;
    private final Courier courier;
    private final DeliveryProperties properties;
    private final LaneSettings settings;

    // All below is guarded by this.
    /**
     * In the order of arrival, which the ids of events have. The store's order is that of the requests, and the router
     * requests those of a batch side by side.
     */
    private final Queue<QueuedDelivery> window = new PriorityQueue<>(QueuedDelivery.BY_ARRIVAL);

    /** What is no longer held, and goes before the rest. */
    private final Queue<QueuedDelivery> front = new ArrayDeque<>();

    private final Breaker breaker = new Breaker();
    private final Pace pace = new Pace();

    /** What failed in a lane that keeps the order: until it is tried again or over, nothing else is sent. */
    private final Set<String> held = new HashSet<>();

    /** What stopped being held while the store was read: what is read may say that it is held. */
    private final Set<String> released = new HashSet<>();

    /** How often the circuit has moved: what was read before is not kept. */
    private int moves;

    private boolean circuitKnown;

    /** The last delivery that was ever in the window. */
    private long last = -1;

    /** Whether the store may hold deliveries past the last one. It does at first: nobody has looked. */
    private boolean moreInStore = true;

    private boolean loading;
    private boolean stopped;
    private boolean waking;

    /** Deliveries that are with the courier: sent, or about to be, and not in the log yet. */
    private int underWay;

    /** Those of them that have arrived: their destination is free for others. */
    private final Set<String> arrived = new HashSet<>();

    Lane(String destinationId, LaneStore store, Courier courier, DeliveryProperties properties) {
        this.destinationId = destinationId;
        this.store = store;
        this.courier = courier;
        this.properties = properties;
        this.settings = new LaneSettings(destinationId, store);
    }

    void start() {
        pump();
    }

    /** No more is sent; what is being sent goes on. */
    synchronized void stop() {
        stopped = true;
        front.clear();
        window.clear();
    }

    /** A delivery that the store has already: later than all that were offered before, or held until now. */
    void offer(QueuedDelivery delivery) {
        synchronized (this) {
            if (loading) {
                released.add(delivery.id());
            }
            if (held.remove(delivery.id())) {
                front.add(delivery);
            } else if (delivery.position() > last) {
                if (moreInStore || loading || window.size() >= properties.window()) {
                    // Taking it now would overtake what is in the store.
                    moreInStore = true;
                } else {
                    window.add(delivery);
                    last = delivery.position();
                }
            }
        }
        pump();
    }

    /** A delivery is over without having been tried again. */
    void ended(String deliveryId) {
        synchronized (this) {
            if (loading) {
                released.add(deliveryId);
            }
            held.remove(deliveryId);
        }
        pump();
    }

    /** The destination, or a connection to it, is set up otherwise than before. */
    void changed() {
        settings.changed();
        pump();
    }

    /** The log says how the circuit stands. */
    void moved(Circuit circuit) {
        synchronized (this) {
            moves++;
            circuitKnown = true;
            breaker.follow(circuit);
        }
        pump();
    }

    /** Sends what may be sent, and has more loaded when the window runs low. */
    private void pump() {
        List<QueuedDelivery> toSend = new ArrayList<>();
        Destination destination = settings.known();
        synchronized (this) {
            if (stopped || loading) {
                return;
            }
            boolean paused = destination != null && destination.paused();
            if (destination != null && circuitKnown && !paused) {
                take(destination, toSend);
            }
            boolean low = moreInStore && window.size() <= properties.window() / 2;
            if (destination == null || !circuitKnown || (low && !paused)) {
                loading = true;
                courier.run(this::load);
            }
        }
        toSend.forEach(delivery -> courier.deliver(delivery, this));
    }

    private void take(Destination destination, List<QueuedDelivery> toSend) {
        int room = room(destination);
        while (room > 0 && !(front.isEmpty() && window.isEmpty())) {
            long nanos = pace.take(destination.settings().rateLimit(), System.nanoTime());
            if (nanos > 0) {
                wakeIn(nanos);
                return;
            }
            QueuedDelivery delivery = front.isEmpty() ? window.remove() : front.remove();
            breaker.began(delivery.id());
            toSend.add(delivery);
            underWay++;
            room = room(destination);
        }
    }

    private int room(Destination destination) {
        int concurrency = destination.maxConcurrency();
        if (destination.deleted()) {
            // Nothing is sent any more, so nothing has to wait for anything.
            return concurrency - underWay;
        }
        if (!destination.ordered()) {
            return Math.min(breaker.room(concurrency, underWay, arrived.size()), concurrency + UNRECORDED - underWay);
        }
        return held.isEmpty() ? breaker.room(1, underWay, 0) : 0;
    }

    private void wakeIn(long nanos) {
        if (!waking) {
            waking = true;
            courier.later(this::wake, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
    }

    private void wake() {
        synchronized (this) {
            waking = false;
        }
        pump();
    }

    /** Blocks: run by the courier. */
    private void load() {
        try {
            int seen;
            synchronized (this) {
                seen = moves;
            }
            Destination destination = settings.destination();
            Circuit circuit = store.circuit(destinationId);
            long after;
            int room;
            synchronized (this) {
                if (!circuitKnown && seen == moves) {
                    breaker.follow(circuit);
                }
                circuitKnown = true;
                after = last;
                room = moreInStore && !destination.paused() ? properties.window() - window.size() : 0;
                if (room > 0) {
                    // What is offered from here on says again that there is more.
                    moreInStore = false;
                }
            }
            List<QueuedDelivery> found = room > 0 ? store.read(destinationId, after, room) : List.of();
            Breaker.Request request;
            synchronized (this) {
                found.forEach(delivery -> loaded(delivery, destination));
                moreInStore |= room > 0 && found.size() == room;
                loading = false;
                released.clear();
                request = breaker.check(destination.circuitThreshold());
            }
            ask(request, destination);
            pump();
        } catch (RuntimeException e) {
            log.warn("The queue of {} could not be read; it will be tried again", destinationId, e);
            synchronized (this) {
                moreInStore = true;
                loading = false;
                released.clear();
            }
            courier.later(this::pump, RETRY_MILLIS);
        }
    }

    private void loaded(QueuedDelivery delivery, Destination destination) {
        last = delivery.position();
        if (!delivery.held() || released.contains(delivery.id())) {
            window.add(delivery);
        } else if (destination.ordered()) {
            held.add(delivery.id());
        }
        // One that was held when the lane kept the order comes again when its retry is due.
    }

    /**
     * One has arrived: another may begin, unless the order is kept, while the log takes that down. One that has failed keeps
     * its place until then, so that no more leave than the circuit's threshold allows.
     */
    void arrived(QueuedDelivery delivery) {
        synchronized (this) {
            arrived.add(delivery.id());
            breaker.arrived();
        }
        pump();
    }

    /**
     * The courier is done with one, and the log has what became of it.
     *
     * @param destination as it was set up when the delivery was sent; null if it was not
     */
    void done(QueuedDelivery delivery, Outcome outcome, @Nullable Destination destination) {
        Breaker.Request request = Breaker.Request.NONE;
        synchronized (this) {
            underWay--;
            arrived.remove(delivery.id());
            if (destination != null) {
                if (outcome.failed() && destination.ordered()) {
                    held.add(delivery.id());
                }
                request = breaker.ended(delivery.id(), outcome, destination.circuitThreshold());
            }
        }
        if (destination != null) {
            ask(request, destination);
        }
        pump();
    }

    private void ask(Breaker.Request request, Destination destination) {
        String id = CircuitCommand.id(destinationId);
        switch (request) {
            case NONE -> {}
            case OPEN -> {
                int failures;
                synchronized (this) {
                    failures = breaker.failures();
                }
                courier.tell(new OpenCircuit(
                        id, destination.tenant(), destinationId, failures, destination.circuitCooldownSeconds()));
            }
            case CLOSE -> courier.tell(new CloseCircuit(id));
        }
    }

    synchronized LaneLoad.Load figures() {
        return new LaneLoad.Load(1, front.size() + window.size(), underWay);
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    LaneSettings settings() {
        return settings;
    }
}
