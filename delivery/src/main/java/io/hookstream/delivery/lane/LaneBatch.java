package io.hookstream.delivery.lane;

import io.hookstream.messages.BeforeToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** What one batch changes: written before the token, and only then told to the lanes. */
final class LaneBatch {

    private final Map<String, QueuedDelivery> added = new LinkedHashMap<>();
    private final List<String> removed = new ArrayList<>();
    private final Set<String> changed = new LinkedHashSet<>();

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
                batch -> store.write(batch.added.values(), batch.removed));
    }

    void add(QueuedDelivery delivery) {
        added.put(delivery.target().deliveryId(), delivery);
    }

    /** From the store too: the batch may be handled again, and what it added then is there already. */
    void remove(String deliveryId) {
        added.remove(deliveryId);
        removed.add(deliveryId);
    }

    void changed(String destinationId) {
        changed.add(destinationId);
    }

    /** Changes first: Axon calls what is registered last before the rest, and a delivery must meet them. */
    private void tell(Lanes lanes) {
        changed.forEach(lanes::changed);
        lanes.offer(added.values());
    }
}
