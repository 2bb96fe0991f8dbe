package io.hookstream.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;

/**
 * The log from one position on, for one reader. It reads ahead a little and never past what is on disk. Types that the
 * reader does not handle are passed over, except for the last event at hand: its token says how far the reader has come.
 */
final class EventLogStream implements BlockingStream<TrackedEventMessage<?>> {

    private static final int READ_AHEAD = 256;

    private final SqliteEventStorageEngine engine;
    private final Duration linger;
    private final Queue<TrackedEventMessage<?>> ahead = new ArrayDeque<>();
    private final Semaphore committed = new Semaphore(0);
    private final Runnable onCommit = committed::release;
    private final Set<Class<?>> skipped = new HashSet<>();
    private long position;
    private Runnable callback = () -> {};

    EventLogStream(SqliteEventStorageEngine engine, TrackingToken after, Duration linger) {
        this.engine = engine;
        this.linger = linger;
        // While a projection is built again its token is wrapped in one that says so.
        this.position = WrappedToken.unwrapLowerBound(after).position().orElse(0);
        engine.onCommit(onCommit);
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        if (ahead.isEmpty() && engine.head() > position) {
            List<TrackedEventMessage<?>> read = engine.recent().after(position, READ_AHEAD);
            for (int i = 0; i < read.size(); i++) {
                if (i == read.size() - 1 || !skipped.contains(read.get(i).getPayloadType())) {
                    ahead.add(read.get(i));
                }
            }
            // Upcasting may have dropped what was read; then the next look begins at the same place.
            position = read.isEmpty() ? position : RecentEvents.position(read.getLast());
        }
        return Optional.ofNullable(ahead.peek());
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (true) {
            committed.drainPermits();
            if (peek().isPresent()) {
                return true;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0 || !committed.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                return peek().isPresent();
            }
        }
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        while (!hasNextAvailable(Integer.MAX_VALUE, TimeUnit.MILLISECONDS)) {
            // Nothing came in all that time: go on waiting.
        }
        return ahead.remove();
    }

    @Override
    public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> unhandled) {
        skipped.add(unhandled.getPayloadType());
    }

    @Override
    public boolean setOnAvailableCallback(Runnable available) {
        engine.removeOnCommit(callback);
        callback = engine.later(available, linger);
        engine.onCommit(callback);
        return true;
    }

    @Override
    public void close() {
        engine.removeOnCommit(callback);
        engine.removeOnCommit(onCommit);
        ahead.clear();
    }
}
