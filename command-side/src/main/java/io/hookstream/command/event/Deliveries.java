package io.hookstream.command.event;

import io.hookstream.command.event.Delivery.State;
import io.hookstream.messages.Refused;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.event.EventStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries of one event, and the status that they add up to. Of several to one destination through one connection
 * only the last counts: a replay that succeeds mends what had failed before.
 */
final class Deliveries {

    private final Map<String, Delivery> byId = new LinkedHashMap<>();

    /** One way from an event to a destination. */
    private record Way(String connectionId, String destinationId) {
        static Way of(DeliveryTarget target) {
            return new Way(Objects.requireNonNullElse(target.connectionId(), ""), target.destinationId());
        }
    }

    /** @throws Refused if there is none of this id */
    Delivery require(String deliveryId) {
        Delivery delivery = byId.get(deliveryId);
        if (delivery == null) {
            throw Refused.notFound("Delivery");
        }
        return delivery;
    }

    Delivery current(DeliveryTarget target) {
        return byId.getOrDefault(target.deliveryId(), new Delivery(target));
    }

    void put(Delivery delivery) {
        byId.put(delivery.target().deliveryId(), delivery);
    }

    /** Those that a replay asked for. */
    Collection<Delivery> of(String replayId) {
        return byId.values().stream()
                .filter(delivery -> replayId.equals(delivery.target().replayId()))
                .toList();
    }

    /**
     * Those that a person wants tried again.
     *
     * @param deliveryId null for what has not succeeded, or all if everything has
     * @throws Refused if there is none of this id, or it has succeeded
     */
    List<Delivery> wanted(@Nullable String deliveryId) {
        if (deliveryId == null) {
            return worthRetrying();
        }
        Delivery delivery = require(deliveryId);
        if (delivery.state() == State.DELIVERED) {
            throw Refused.conflict("The delivery has succeeded: there is nothing to retry");
        }
        return List.of(delivery);
    }

    private List<Delivery> worthRetrying() {
        Collection<Delivery> latest = latest(byId.values());
        boolean allDelivered = latest.stream().allMatch(delivery -> delivery.state() == State.DELIVERED);
        return latest.stream()
                .filter(delivery -> allDelivered || delivery.state() != State.DELIVERED)
                .toList();
    }

    /** The event's status once these have changed. */
    String statusWith(List<Delivery> changed) {
        Map<String, Delivery> all = new LinkedHashMap<>(byId);
        changed.forEach(delivery -> all.put(delivery.target().deliveryId(), delivery));
        Collection<Delivery> latest = latest(all.values());
        if (latest.isEmpty()) {
            return EventStatus.RECEIVED;
        }
        if (latest.stream().anyMatch(Delivery::pending)) {
            return EventStatus.PROCESSING;
        }
        boolean allDelivered = latest.stream().allMatch(delivery -> delivery.state() == State.DELIVERED);
        return allDelivered ? EventStatus.DELIVERED : EventStatus.FAILED;
    }

    /** The last delivery on each way. */
    private static Collection<Delivery> latest(Collection<Delivery> deliveries) {
        if (deliveries.size() == 1) {
            return new ArrayList<>(deliveries);
        }
        Map<Way, Delivery> latest = new LinkedHashMap<>();
        deliveries.forEach(delivery -> latest.put(Way.of(delivery.target()), delivery));
        return latest.values();
    }
}
