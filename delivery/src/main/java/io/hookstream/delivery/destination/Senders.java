package io.hookstream.delivery.destination;

import io.hookstream.messages.destination.DestinationType;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** All senders: each attempt is made by the one for its destination's type. */
public final class Senders {

    private final Map<DestinationType, Sender> byType = new EnumMap<>(DestinationType.class);

    public Senders(List<Sender> senders) {
        senders.forEach(sender -> byType.put(sender.type(), sender));
    }

    /** As {@link Sender#send}. */
    public Mono<AttemptResult> send(Outbound outbound) {
        return of(outbound).send(outbound);
    }

    /** As {@link Sender#sketch}. */
    public Sender.Sketch sketch(Outbound outbound) {
        return of(outbound).sketch(outbound);
    }

    private Sender of(Outbound outbound) {
        DestinationType type = DestinationType.of(outbound.target().config().kind());
        Sender sender = byType.get(type);
        if (sender == null) {
            throw new IllegalStateException("There is no sender for " + type.label());
        }
        return sender;
    }
}
