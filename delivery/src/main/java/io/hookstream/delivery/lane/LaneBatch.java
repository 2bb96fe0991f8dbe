package io.hookstream.delivery.lane;

import io.hookstream.delivery.lane.LaneStore.QueueChanges;
import io.hookstream.messages.BeforeToken;
import io.hookstream.messages.event.DeliveryTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** What one batch changes: written before the token, and only then told to the lanes. */
final class LaneBatch {

    /** What becomes of a delivery's place in the queue. */
    private sealed interface Change {

        /** @param inPlace where it stands already, if it does */
        record Put(QueuedDelivery delivery, boolean inPlace) implements Change {}

        record Hold() implements Change {}

        record Remove() implements Change {}
    }

    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final Map<String, List<Circuit.Step>> steps = new LinkedHashMap<>();
    private final Map<String, String> ended = new LinkedHashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Map<String, Circuit> moved = new LinkedHashMap<>();

    private LaneBatch() {}

    static LaneBatch of(UnitOfWork<?> unitOfWork, LaneStore store, Lanes lanes) {
        return BeforeToken.collect(
                unitOfWork,
                LaneBatch.class,
                () -> {
                    LaneBatch batch = new LaneBatch();
                    unitOfWork.root().afterCommit(committed -> batch.tell(lanes));
                    return batch;
                },
                batch -> batch.write(store));
    }

    /** At the end of the queue. */
    void add(QueuedDelivery delivery) {
        put(delivery, false);
    }

    /** Where it was held, or else at the end of the queue. */
    void release(QueuedDelivery delivery) {
        if (changes.get(delivery.id()) instanceof Change.Put put) {
            put(delivery.at(put.delivery().position()), put.inPlace());
        } else {
            put(delivery, true);
        }
    }

    /** It waits for its retry in front of the others. */
    void hold(String deliveryId) {
        changes.merge(deliveryId, new Change.Hold(), (earlier, hold) -> switch (earlier) {
            case Change.Put put -> new Change.Put(put.delivery().hold(), put.inPlace());
            case Change.Hold held -> hold;
            case Change.Remove removed -> removed;
        });
    }

    /** From the store too: the batch may be handled again, and what it added then is there already. */
    void remove(String deliveryId) {
        changes.put(deliveryId, new Change.Remove());
    }

    /** It is over, also if it was held. */
    void end(DeliveryTarget target) {
        remove(target.deliveryId());
        ended.put(target.deliveryId(), target.destinationId());
    }

    void step(String destinationId, Circuit.Step step) {
        steps.computeIfAbsent(destinationId, id -> new ArrayList<>()).add(step);
    }

    void changed(String destinationId) {
        changed.add(destinationId);
    }

    private void put(QueuedDelivery delivery, boolean inPlace) {
        changes.put(delivery.id(), new Change.Put(delivery, inPlace));
    }

    private void write(LaneStore store) {
        QueueChanges queue =
                new QueueChanges(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        changes.forEach((id, change) -> {
            switch (change) {
                case Change.Put put -> (put.inPlace() ? queue.putInPlace() : queue.put()).add(put.delivery());
                case Change.Hold hold -> queue.held().add(id);
                case Change.Remove remove -> queue.removed().add(id);
            }
        });
        store.write(queue);
        if (!steps.isEmpty()) {
            writeCircuits(store);
        }
    }

    private void writeCircuits(LaneStore store) {
        Map<String, Circuit> before = store.circuits(steps.keySet());
        Map<String, Circuit> after = new LinkedHashMap<>();
        steps.forEach((destinationId, taken) -> {
            Circuit circuit = before.getOrDefault(destinationId, Circuit.NEW);
            Circuit result = circuit;
            for (Circuit.Step step : taken) {
                result = result.after(step);
            }
            if (!result.equals(circuit)) {
                after.put(destinationId, result);
            }
            if (taken.stream().anyMatch(Circuit.Step.Moved.class::isInstance)) {
                moved.put(destinationId, result);
            }
        });
        if (!after.isEmpty()) {
            store.save(after);
        }
    }

    /** Changes first: Axon calls what is registered last before the rest, and a delivery must meet them. */
    private void tell(Lanes lanes) {
        changed.forEach(lanes::changed);
        moved.forEach(lanes::moved);
        ended.forEach((deliveryId, destinationId) -> lanes.ended(destinationId, deliveryId));
        lanes.offer(changes.values().stream()
                .filter(Change.Put.class::isInstance)
                .map(change -> ((Change.Put) change).delivery())
                .filter(delivery -> !delivery.held())
                .toList());
    }
}
