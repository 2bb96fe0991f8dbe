package io.hookstream.embedded;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** The open streams of a log: how far they are behind, and when those who read them are called. */
public final class EventLogStreams implements AutoCloseable {

    private final Set<EventLogStream> open = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor wakes = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("event-log-wakes").daemon().factory());

    void opened(EventLogStream stream) {
        open.add(stream);
    }

    void closed(EventLogStream stream) {
        open.remove(stream);
    }

    /** How many events the slowest of the log's readers has not read yet, of those that had caught up before. */
    public long lag() {
        long most = 0;
        for (EventLogStream stream : open) {
            most = Math.max(most, stream.lag());
        }
        return most;
    }

    /** Runs it once for all calls that come while it waits. */
    Runnable later(Runnable task, Linger linger) {
        if (linger.equals(Linger.NONE)) {
            return task;
        }
        AtomicBoolean waiting = new AtomicBoolean();
        AtomicLong called = new AtomicLong(System.nanoTime() - linger.between().toNanos());
        Runnable run = () -> {
            called.set(System.nanoTime());
            waiting.set(false);
            task.run();
        };
        return () -> {
            if (waiting.compareAndSet(false, true)) {
                long wait = linger.nanos(System.nanoTime() - called.get());
                var unused = wakes.schedule(run, wait, TimeUnit.NANOSECONDS);
            }
        };
    }

    @Override
    public void close() {
        wakes.shutdownNow();
    }
}
