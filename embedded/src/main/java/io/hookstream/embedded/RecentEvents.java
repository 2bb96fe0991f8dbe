package io.hookstream.embedded;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;

/**
 * The newest events of the log, so that they are read, and their payloads made objects of, once for all that stream it, or
 * not at all if it was this process that stored them. Who is further behind than this reaches reads for itself. An event's
 * payload is therefore seen by several threads, and nobody may change it.
 */
public final class RecentEvents {

    /** At least; at most twice as many, and what is read at once. */
    private static final int KEPT = 32_768;

    /** Likewise, as they are in the log. As objects they take some times as much. */
    private static final long KEPT_BYTES = 16 << 20;

    /** What an event counts that was read here: few have more, because payloads of more than 10 KB are kept elsewhere. */
    private static final int READ_BYTES = 16 << 10;

    private final Reader newer;
    private final Reader older;

    /** In the order of the log, without a gap. Guarded by this, as what follows. */
    private final List<TrackedEventMessage<?>> events = new ArrayList<>();

    /** What was added together, the oldest first. */
    private final Queue<Portion> portions = new ArrayDeque<>();

    private long bytes;

    /** What is kept came after the first of these positions and up to the second. */
    private long from;

    private long to;

    private record Portion(long last, int events, long bytes) {}

    /** Reads from the log itself. */
    @FunctionalInterface
    public interface Reader {

        /** So many of the events after the position, or fewer if there are no more. */
        Stream<? extends TrackedEventMessage<?>> after(long position, int limit);
    }

    /**
     * @param newer reads what comes after the last one that is kept, for all; nothing if that is added
     * @param older reads what comes before those, for one
     * @param from the position after which the first is kept
     */
    public RecentEvents(Reader newer, Reader older, long from) {
        this.newer = newer;
        this.older = older;
        this.from = from;
        this.to = from;
    }

    /** @param limit that is exceeded only by several events that were stored as one */
    public List<TrackedEventMessage<?>> after(long position, int limit) {
        synchronized (this) {
            if (position > to) {
                // Somebody has read past it for himself.
                forget(position);
            }
            if (position == to) {
                List<? extends TrackedEventMessage<?>> read =
                        newer.after(to, limit).toList();
                add(read, (long) READ_BYTES * read.size());
            }
            if (position >= from && position < to) {
                int first = firstAfter(position);
                int last = Math.min(first + limit, events.size());
                return List.copyOf(events.subList(first, firstAfter(position(events.get(last - 1)))));
            }
        }
        List<TrackedEventMessage<?>> read = new ArrayList<>(limit);
        older.after(position, limit).forEach(read::add);
        return read;
    }

    /**
     * @param next come right after the last one that is kept
     * @param size how many bytes they are in the log
     */
    public synchronized void add(List<? extends TrackedEventMessage<?>> next, long size) {
        if (next.isEmpty()) {
            return;
        }
        if (events.size() >= 2 * KEPT || bytes >= 2 * KEPT_BYTES) {
            dropOldest();
        }
        events.addAll(next);
        to = position(next.getLast());
        portions.add(new Portion(to, next.size(), size));
        bytes += size;
    }

    private void dropOldest() {
        int dropped = 0;
        while (events.size() - dropped > KEPT || bytes > KEPT_BYTES) {
            Portion oldest = portions.remove();
            dropped += oldest.events();
            bytes -= oldest.bytes();
            from = oldest.last();
        }
        events.subList(0, dropped).clear();
    }

    private void forget(long position) {
        events.clear();
        portions.clear();
        bytes = 0;
        from = position;
        to = position;
    }

    /**
     * What this process has just stored. Somebody may have read some of it from the log already; and of what was stored
     * although that seemed to fail nobody was told.
     */
    synchronized void stored(List<TrackedEventMessage<?>> next, long size) {
        List<TrackedEventMessage<?>> unread = next;
        if (!next.isEmpty() && position(next.getFirst()) != to + 1) {
            unread = next.stream().filter(event -> position(event) > to).toList();
            if (!unread.isEmpty() && position(unread.getFirst()) != to + 1) {
                forget(position(unread.getFirst()) - 1);
            }
        }
        add(unread, size);
    }

    /** The position of the last event that is kept. */
    public synchronized long last() {
        return to;
    }

    /** The index of the first event after the position, or how many there are. */
    private int firstAfter(long position) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (position(events.get(middle)) > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    static long position(TrackedEventMessage<?> event) {
        return event.trackingToken().position().orElseThrow();
    }
}
