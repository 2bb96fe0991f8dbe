package io.hookstream.delivery.lane;

import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.delivery.lane.LaneStore.Transform;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a lane's destination and the connections to it are set up: read from the store, and kept until they change. */
final class LaneSettings {

    private final String destinationId;
    private final LaneStore store;

    // All below is guarded by this.
    private final Map<String, Transform> transforms = new HashMap<>();
    private @Nullable Destination destination;

    /** How often something has changed: what was read before is not kept. */
    private int changes;

    LaneSettings(String destinationId, LaneStore store) {
        this.destinationId = destinationId;
        this.store = store;
    }

    synchronized void changed() {
        changes++;
        destination = null;
        transforms.clear();
    }

    /** Null if it has to be read. */
    synchronized @Nullable Destination known() {
        return destination;
    }

    /** Blocks if it has to be read. */
    Destination destination() {
        int seen;
        synchronized (this) {
            if (destination != null) {
                return destination;
            }
            seen = changes;
        }
        Destination read = store.destination(destinationId)
                .orElseThrow(() -> new IllegalStateException("The lanes know no destination " + destinationId));
        synchronized (this) {
            if (seen == changes) {
                destination = read;
            }
        }
        return read;
    }

    /** How what goes through this connection is reshaped. Blocks if it has to be read. */
    Transform transform(String connectionId) {
        int seen;
        synchronized (this) {
            Transform known = transforms.get(connectionId);
            if (known != null) {
                return known;
            }
            seen = changes;
        }
        Transform read = store.transform(connectionId).orElse(Transform.NONE);
        synchronized (this) {
            if (seen == changes) {
                transforms.put(connectionId, read);
            }
        }
        return read;
    }
}
