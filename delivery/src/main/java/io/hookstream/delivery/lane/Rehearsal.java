package io.hookstream.delivery.lane;

import io.hookstream.delivery.DeliveryProperties;
import io.hookstream.delivery.connection.ConnectionHistory;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.RefusedException;
import io.hookstream.delivery.destination.Sender;
import io.hookstream.delivery.destination.Senders;
import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.delivery.lane.LaneStore.Transform;
import io.hookstream.messages.Secret;
import io.hookstream.messages.Tenant;
import io.hookstream.messages.event.DeliveryTarget;
import io.hookstream.messages.replay.ReplayQuery.PreviewedRequest;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** Prepares deliveries as a lane does, and shows them instead of sending them. */
@Component
public class Rehearsal {

    /** Larger bodies are not shown, in bytes. */
    private static final int MAX_SHOWN = 64 * 1024;

    private final LaneStore store;
    private final ConnectionHistory history;
    private final Dispatch dispatch;
    private final Senders senders;
    private final DeliveryProperties properties;

    Rehearsal(
            LaneStore store,
            ConnectionHistory history,
            Dispatch dispatch,
            Senders senders,
            DeliveryProperties properties) {
        this.store = store;
        this.history = history;
        this.dispatch = dispatch;
        this.senders = senders;
        this.properties = properties;
    }

    /**
     * One of the two is null.
     *
     * @param problem why nothing would be sent, one sentence
     */
    public record Rehearsed(
            @Nullable PreviewedRequest request, @Nullable String problem) {}

    /** Blocks, bounded. */
    public Rehearsed rehearse(String eventId, Tenant tenant, DeliveryTarget target) {
        Optional<Destination> destination = store.destination(target.destinationId())
                .filter(known -> known.tenant().equals(tenant) && !known.deleted());
        if (destination.isEmpty()) {
            return new Rehearsed(null, "the lanes know no such destination");
        }
        Transform transform = Transform.of(
                target, history, connectionId -> store.transform(connectionId).orElse(Transform.NONE));
        QueuedDelivery delivery = new QueuedDelivery(target, eventId, 0, 1);
        return switch (dispatch.prepare(delivery, destination.get(), transform, Secret::masked)) {
            case Dispatch.Prepared.Ready ready -> rehearsed(ready.outbound());
            case Dispatch.Prepared.Failed failed -> new Rehearsed(null, failed.errorType() + ": " + failed.message());
            case Dispatch.Prepared.Unavailable unavailable -> new Rehearsed(null, unavailable.message());
        };
    }

    private Rehearsed rehearsed(Outbound outbound) {
        try {
            return new Rehearsed(shown(outbound, senders.sketch(outbound)), null);
        } catch (RefusedException e) {
            return new Rehearsed(null, e.errorType() + ": " + e.getMessage());
        }
    }

    private PreviewedRequest shown(Outbound outbound, Sender.Sketch sketch) {
        long size = outbound.body().length();
        return new PreviewedRequest(
                sketch.method(),
                sketch.address(),
                sketch.headers(),
                size,
                size <= MAX_SHOWN ? bytes(outbound.body()) : null);
    }

    private byte[] bytes(Body body) {
        return Objects.requireNonNull(Flux.from(body.content())
                        .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
                        .block(properties.storeWithin()))
                .toByteArray();
    }
}
