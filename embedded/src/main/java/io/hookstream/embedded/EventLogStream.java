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
import org.jspecify.annotations.Nullable;

/**
 * The log from one position on, for one reader. It reads ahead a little and never past what is on disk. Types that the
 * reader does not handle are passed over, but now and then it gets the last event at hand: its token says how far the
 * reader has come.
 */
final class EventLogStream implements BlockingStream<TrackedEventMessage<?>> {

    private static final int READ_AHEAD = 256;

    /** Some logs begin with 0 and some with 1. */
    private static final long BEGINNING = -1;

    /** How often a reader that handles none of what comes is told how far it has come nevertheless. */
    private static final Duration TELL = Duration.ofMillis(250);

    private final EventLog log;
    private final Linger linger;
    private final Queue<TrackedEventMessage<?>> ahead = new ArrayDeque<>();
    private final Semaphore committed = new Semaphore(0);
    private final Runnable onCommit = committed::release;
    private final Set<Class<?>> skipped = new HashSet<>();

    /** Read by others. */
    private volatile long position;

    /** Whether it ever had read all there was; until then it reads what is old. */
    private volatile boolean caughtUp;

    /** The last event at hand, if the reader does not handle it. */
    private @Nullable TrackedEventMessage<?> passed;

    /** When the reader last got such an event, by {@link System#nanoTime}. */
    private long told = System.nanoTime() - TELL.toNanos();

    private Runnable callback = () -> {};
    private Runnable reminder = () -> {};

    EventLogStream(EventLog log, @Nullable TrackingToken after, Linger linger) {
        this.log = log;
        this.linger = linger;
        // While a projection is built again its token is wrapped in one that says so.
        TrackingToken last = after == null ? null : WrappedToken.unwrapLowerBound(after);
        this.position = last == null ? BEGINNING : last.position().orElse(BEGINNING);
        log.onCommit(onCommit);
        log.streams().opened(this);
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        while (ahead.isEmpty() && log.head() > position && !isDue(passed)) {
            List<TrackedEventMessage<?>> read = log.after(position, READ_AHEAD);
            if (read.isEmpty()) {
                // Upcasting dropped what was read: the next look begins at the same place.
                break;
            }
            read.stream().filter(event -> !isSkipped(event)).forEach(ahead::add);
            position = RecentEvents.position(read.getLast());
            caughtUp |= position == log.head();
            passed = isSkipped(read.getLast()) ? read.getLast() : null;
        }
        if (ahead.isEmpty() && passed != null) {
            if (isDue(passed)) {
                ahead.add(passed);
                passed = null;
                told = System.nanoTime();
            } else {
                reminder.run();
            }
        }
        return Optional.ofNullable(ahead.peek());
    }

    private boolean isSkipped(TrackedEventMessage<?> event) {
        return skipped.contains(event.getPayloadType());
    }

    private boolean isDue(@Nullable TrackedEventMessage<?> event) {
        return event != null && System.nanoTime() - told >= TELL.toNanos();
    }

    /** How many events there are that it has not read, since it had read all. */
    long lag() {
        return caughtUp ? log.head() - position : 0;
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
        log.removeOnCommit(callback);
        callback = log.streams().later(available, linger);
        reminder = log.streams().later(available, new Linger(TELL, TELL));
        log.onCommit(callback);
        return true;
    }

    @Override
    public void close() {
        log.streams().closed(this);
        log.removeOnCommit(callback);
        log.removeOnCommit(onCommit);
        ahead.clear();
    }
}
