package io.hookstream.delivery.lane;

import io.hookstream.messages.BeforeToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** What one batch changes in the queues: written before the token, and only then offered to the lanes. */
final class LaneBatch {

    private final Map<String, QueuedDelivery> added = new LinkedHashMap<>();
    private final List<String> removed = new ArrayList<>();

    private LaneBatch() {}

    static LaneBatch of(UnitOfWork<?> unitOfWork, LaneStore store, Lanes lanes) {
        return BeforeToken.collect(
                unitOfWork,
                LaneBatch.class,
                () -> {
                    LaneBatch batch = new LaneBatch();
                    unitOfWork.root().afterCommit(committed -> lanes.offer(batch.added.values()));
                    return batch;
                },
                batch -> store.write(batch.added.values(), batch.removed));
    }

    void add(QueuedDelivery delivery) {
        added.put(delivery.target().deliveryId(), delivery);
    }

    void remove(String deliveryId) {
        if (added.remove(deliveryId) == null) {
            removed.add(deliveryId);
        }
    }
}
