package io.hookstream.app;

import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.hookstream.embedded.EventLog;
import io.hookstream.embedded.EventLogStreams;
import io.hookstream.embedded.RecentEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.event.axon.GrpcBackedDomainEventData;
import org.axonframework.axonserver.connector.event.axon.GrpcMetaDataAwareSerializer;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Axon Server's log as the processors of one process read it. What is new comes from the server once, for all of them;
 * Axon's own streams fetch and deserialize each event for each processor. Who is behind what is kept of that reads on in
 * portions, for itself.
 */
final class SharedLog implements EventLog, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedLog.class);

    private static final int PORTION = 256;
    private static final int FOLLOWED_AHEAD = 2048;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** The position before the first event's. */
    private static final long BEGINNING = -1;

    private final Server server;
    private final EventStore store;
    private final Serializer serializer;
    private final EventLogStreams streams = new EventLogStreams();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread follower =
            Thread.ofPlatform().name("event-log").daemon().unstarted(this::follow);
    private volatile @Nullable RecentEvents recent;

    @FunctionalInterface
    interface Server {

        /**
         * Its events after the position, from now on for ever.
         *
         * @param ahead how many it sends before those are taken
         */
        EventStream stream(long position, int ahead);
    }

    /** @param store of the same server, whose tokens count */
    SharedLog(Server server, EventStore store, Serializer serializer) {
        this.server = server;
        this.store = store;
        this.serializer = new GrpcMetaDataAwareSerializer(serializer);
    }

    @Override
    public long head() {
        return recent().last();
    }

    @Override
    public List<TrackedEventMessage<?>> after(long position, int limit) {
        return recent().after(position, limit);
    }

    @Override
    public void onCommit(Runnable listener) {
        recent();
        listeners.add(listener);
    }

    @Override
    public void removeOnCommit(Runnable listener) {
        listeners.remove(listener);
    }

    @Override
    public EventLogStreams streams() {
        return streams;
    }

    @Override
    public @Nullable TrackingToken createTailToken() {
        return store.createTailToken();
    }

    @Override
    public @Nullable TrackingToken createHeadToken() {
        return store.createHeadToken();
    }

    @Override
    public @Nullable TrackingToken createTokenAt(Instant dateTime) {
        return store.createTokenAt(dateTime);
    }

    @Override
    public void close() {
        follower.interrupt();
        streams.close();
    }

    /** Begins to follow the log when the first asks, and not before the connection is up. */
    private RecentEvents recent() {
        RecentEvents begun = recent;
        return begun == null ? begin() : begun;
    }

    private synchronized RecentEvents begin() {
        RecentEvents begun = recent;
        if (begun == null) {
            TrackingToken head = createHeadToken();
            long position = head == null ? BEGINNING : head.position().orElse(BEGINNING);
            begun = new RecentEvents((after, limit) -> Stream.empty(), this::read, position);
            recent = begun;
            follower.start();
        }
        return begun;
    }

    /** Until the process ends. A stream that broke off is opened again where it was. */
    private void follow() {
        RecentEvents events = recent();
        boolean broken = false;
        while (!Thread.currentThread().isInterrupted()) {
            try (EventStream stream = server.stream(events.last(), FOLLOWED_AHEAD)) {
                while (true) {
                    List<EventWithToken> arrived = next(stream, PORTION, PAUSE);
                    if (!arrived.isEmpty()) {
                        if (broken) {
                            LOG.info("The log of Axon Server is read again");
                            broken = false;
                        }
                        events.add(messages(arrived).toList(), bytes(arrived));
                        listeners.forEach(Runnable::run);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                if (!broken) {
                    LOG.warn("The log of Axon Server cannot be read; trying on, every {} s", PAUSE.toSeconds(), e);
                }
                broken = true;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static long bytes(List<EventWithToken> events) {
        return events.stream()
                .mapToLong(event -> event.getEvent().getPayload().getData().size())
                .sum();
    }

    /** Only what others have been given already, so that it is there. */
    private Stream<TrackedEventMessage<?>> read(long position, int limit) {
        long last = Math.min(position + limit, head());
        List<EventWithToken> read = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (EventStream stream = server.stream(position, limit)) {
            while (read.isEmpty() || read.getLast().getToken() < last) {
                if (System.nanoTime() > deadline) {
                    throw new EventStoreException("Axon Server sent " + read.size() + " of the " + (last - position)
                            + " events after " + position + " within " + PATIENCE.toSeconds() + " s");
                }
                read.addAll(next(stream, limit - read.size(), PAUSE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EventStoreException("Interrupted while the events after " + position + " were read", e);
        }
        return messages(read);
    }

    /**
     * What has arrived, or does within so long.
     *
     * @throws EventStoreException if the stream broke off
     */
    private static List<EventWithToken> next(EventStream stream, int limit, Duration patience)
            throws InterruptedException {
        List<EventWithToken> arrived = new ArrayList<>();
        EventWithToken next = stream.nextIfAvailable(patience.toMillis(), TimeUnit.MILLISECONDS);
        while (next != null) {
            arrived.add(next);
            next = arrived.size() < limit ? stream.nextIfAvailable() : null;
        }
        if (arrived.isEmpty() && stream.isClosed()) {
            throw new EventStoreException(
                    "The stream from Axon Server ended", stream.getError().orElse(null));
        }
        return arrived;
    }

    private Stream<TrackedEventMessage<?>> messages(List<EventWithToken> arrived) {
        Stream<TrackedEventData<?>> data = arrived.stream()
                .map(event -> new TrackedDomainEventData<>(
                        new GlobalSequenceTrackingToken(event.getToken()),
                        new GrpcBackedDomainEventData(event.getEvent())));
        return EventUtils.upcastAndDeserializeTrackedEvents(data, serializer, NoOpEventUpcaster.INSTANCE);
    }
}
