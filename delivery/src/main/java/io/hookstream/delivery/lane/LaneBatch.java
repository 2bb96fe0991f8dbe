package io.hookstream.delivery.lane;

import io.hookstream.messages.BeforeToken;
import io.hookstream.messages.event.DeliveryTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/** What one batch changes: written before the token, and only then told to the lanes. */
final class LaneBatch {

    private final Map<String, QueueChange> changes = new LinkedHashMap<>();
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
                batch -> batch.write(store, BeforeToken.segment(unitOfWork, LaneProcessor.NAME)));
    }

    /** At the end of the queue. */
    void add(QueuedDelivery delivery) {
        change(delivery.id(), new QueueChange.Put(delivery, false));
    }

    /** Where it was held, or else at the end of the queue. */
    void release(QueuedDelivery delivery) {
        change(delivery.id(), new QueueChange.Put(delivery, true));
    }

    /** It waits for its retry in front of the others. */
    void hold(String deliveryId) {
        change(deliveryId, new QueueChange.Hold());
    }

    /** From the store too: the batch may be handled again, and what it added then is there already. */
    void remove(String deliveryId) {
        change(deliveryId, new QueueChange.Remove());
    }

    private void change(String deliveryId, QueueChange change) {
        changes.merge(deliveryId, change, (earlier, later) -> later.after(earlier));
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

    /** @param segment that the batch belongs to; null if to none */
    private void write(LaneStore store, @Nullable Integer segment) {
        store.change(segment, changes);
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
                .filter(QueueChange.Put.class::isInstance)
                .map(change -> ((QueueChange.Put) change).delivery())
                .filter(delivery -> !delivery.held())
                .toList());
    }
}
