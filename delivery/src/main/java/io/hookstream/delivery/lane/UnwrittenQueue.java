package io.hookstream.delivery.lane;

import io.hookstream.delivery.lane.LaneStore.QueueChanges;
import io.hookstream.delivery.lane.QueueChange.Hold;
import io.hookstream.delivery.lane.QueueChange.Put;
import io.hookstream.delivery.lane.QueueChange.Remove;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the queues have changed since it was last written, by segment of the processor. Most deliveries are over before
 * that, and are never written at all.
 */
final class UnwrittenQueue {

    /** So many changes are written at once, without waiting for the token. */
    private static final int MOST = 20_000;

    private final Consumer<QueueChanges> store;

    /** By number. Guarded by this, as is what is in them. */
    private final Map<Integer, Changes> segments = new HashMap<>();

    private static final class Changes {
        private final Map<String, QueueChange> byId = new LinkedHashMap<>();

        /** What was put here first and is certainly not in the store. */
        private final Set<String> unknownToStore = new HashSet<>();

        private final long head;

        private Changes(long head) {
            this.head = head;
        }

        private void add(String id, QueueChange change) {
            QueueChange earlier = byId.get(id);
            if (earlier == null && change instanceof Put put && isFirst(put)) {
                unknownToStore.add(id);
            }
            if (change instanceof Remove && unknownToStore.remove(id)) {
                byId.remove(id);
            } else {
                byId.put(id, earlier == null ? change : change.after(earlier));
            }
        }

        /** Not one that was handled before a crash, nor one that stands in the queue already. */
        private boolean isFirst(Put put) {
            return !put.inPlace()
                    && put.delivery().attempt() == 1
                    && put.delivery().position() > head;
        }
    }

    UnwrittenQueue(Consumer<QueueChanges> store) {
        this.store = store;
    }

    synchronized void claimed(int segment, long head) {
        segments.put(segment, new Changes(head));
    }

    synchronized void forget(int segment) {
        segments.remove(segment);
    }

    /** @param segment what one that was never claimed changes, or none, is written at once */
    synchronized void add(@Nullable Integer segment, Map<String, QueueChange> changes) {
        Changes unwritten = segment == null ? null : segments.get(segment);
        if (unwritten == null) {
            store.accept(of(changes));
            return;
        }
        changes.forEach(unwritten::add);
        if (unwritten.byId.size() > MOST) {
            write(unwritten);
        }
    }

    synchronized void write(int segment) {
        Changes unwritten = segments.get(segment);
        if (unwritten != null) {
            write(unwritten);
        }
    }

    synchronized void writeAll() {
        segments.values().forEach(this::write);
    }

    private void write(Changes unwritten) {
        if (!unwritten.byId.isEmpty()) {
            // Some of it may be written even if this fails.
            unwritten.unknownToStore.clear();
            store.accept(of(unwritten.byId));
            unwritten.byId.clear();
        }
    }

    private static QueueChanges of(Map<String, QueueChange> changes) {
        QueueChanges queue =
                new QueueChanges(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        changes.forEach((id, change) -> {
            switch (change) {
                case Put put -> (put.inPlace() ? queue.putInPlace() : queue.put()).add(put.delivery());
                case Hold hold -> queue.held().add(id);
                case Remove remove -> queue.removed().add(id);
            }
        });
        return queue;
    }
}
