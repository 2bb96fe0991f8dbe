package io.hookstream.delivery.lane;

import io.hookstream.delivery.connection.TransformEngine;
import io.hookstream.delivery.connection.TransformResult;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.delivery.destination.Body;
import io.hookstream.delivery.destination.ErrorType;
import io.hookstream.delivery.destination.Outbound;
import io.hookstream.delivery.destination.Senders;
import io.hookstream.delivery.destination.ServiceBodies;
import io.hookstream.delivery.destination.Signer;
import io.hookstream.delivery.event.ReceivedEvents;
import io.hookstream.delivery.event.ReceivedEvents.Received;
import io.hookstream.delivery.event.UnreadableEventException;
import io.hookstream.delivery.lane.LaneStore.Destination;
import io.hookstream.delivery.lane.LaneStore.Transform;
import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import io.hookstream.messages.event.InboundEventEvent.EventReceived;
import io.hookstream.messages.event.PayloadStore;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Turns a queued delivery into a request and makes one attempt with it. */
@Component
class Dispatch {

    private static final String JSON = "application/json";

    /** From this size on, bodies are transformed one at a time: as a tree, one may take more than ten times its size. */
    private static final int LARGE_BYTES = 1 << 20;

    private final ReceivedEvents received;
    private final PayloadStore payloads;
    private final TransformEngine transforms;
    private final Senders senders;
    private final SecretCipher cipher;
    private final Clock clock;
    private final Semaphore large = new Semaphore(1, true);

    Dispatch(
            ReceivedEvents received,
            PayloadStore payloads,
            TransformEngine transforms,
            Senders senders,
            SecretCipher cipher,
            Clock clock) {
        this.received = received;
        this.payloads = payloads;
        this.transforms = transforms;
        this.senders = senders;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** What a delivery has become before it is sent. */
    sealed interface Prepared {

        record Ready(Outbound outbound) implements Prepared {}

        /** It failed before the destination had a part in it. */
        record Failed(String errorType, @Nullable String message) implements Prepared {}

        /** Nothing can be said about it now. */
        record Unavailable(String message) implements Prepared {}
    }

    /** An error means that no attempt was made. Blocks until the request is prepared. */
    Mono<AttemptResult> attempt(QueuedDelivery delivery, Destination destination, Transform transform) {
        return switch (prepare(delivery, destination, transform, cipher::decrypt)) {
            case Prepared.Ready ready -> senders.send(ready.outbound());
            case Prepared.Failed failed -> Mono.just(failed(failed));
            case Prepared.Unavailable unavailable -> Mono.error(new IllegalStateException(unavailable.message()));
        };
    }

    /**
     * Blocks, and sends nothing.
     *
     * @param reveal what a body has in place of a secret
     */
    Prepared prepare(
            QueuedDelivery delivery, Destination destination, Transform transform, Function<Secret, String> reveal) {
        try {
            return prepare(delivery, destination, transform, reveal, received.get(delivery.eventId()));
        } catch (UnreadableEventException e) {
            return new Prepared.Failed(ErrorType.PROVIDER_ERROR, e.getMessage());
        }
    }

    private Prepared prepare(
            QueuedDelivery delivery,
            Destination destination,
            Transform transform,
            Function<Secret, String> reveal,
            Received event) {
        if (transform.expression() == null) {
            String contentType = event.event().request().contentType();
            Outbound outbound = outbound(delivery, destination, event, contentType, body(event.event()));
            return new Prepared.Ready(ServiceBodies.formatted(outbound, false, reveal));
        }
        return switch (transform(transform.expression(), event)) {
            case TransformResult.Produced produced -> {
                Outbound outbound = outbound(delivery, destination, event, JSON, Body.of(produced.json()));
                yield new Prepared.Ready(ServiceBodies.formatted(outbound, true, reveal));
            }
            case TransformResult.Failed failed -> new Prepared.Failed(ErrorType.TRANSFORM_ERROR, failed.message());
            case TransformResult.Unavailable unavailable ->
                new Prepared.Unavailable("The transform engine: " + unavailable.message());
        };
    }

    private TransformResult transform(String expression, Received event) {
        boolean alone = event.event().payload().size() >= LARGE_BYTES;
        if (alone) {
            large.acquireUninterruptibly();
        }
        try {
            return transforms.transform(expression, received.envelope(event, received.body(event.event())));
        } finally {
            if (alone) {
                large.release();
            }
        }
    }

    private Outbound outbound(
            QueuedDelivery delivery, Destination destination, Received event, @Nullable String contentType, Body body) {
        return new Outbound(
                event,
                delivery.target().deliveryId(),
                delivery.attempt(),
                destination.target(delivery.target().destinationId()),
                contentType,
                body,
                destination.timeout(),
                Signer.of(destination.settings().signingConfig(), cipher),
                delivery.traceparent());
    }

    /** A large payload goes from the store to the destination without being in memory as a whole. */
    private Body body(EventReceived event) {
        byte[] inline = event.payload().inline();
        return inline != null
                ? Body.of(inline)
                : new Stored(event.eventId(), event.payload().size(), payloads);
    }

    private record Stored(String eventId, long length, PayloadStore payloads) implements Body {
        @Override
        public Publisher<byte[]> content() {
            return Flux.from(payloads.read(eventId)).map(Stored::bytes);
        }

        private static byte[] bytes(ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
    }

    private AttemptResult failed(Prepared.Failed failed) {
        return new AttemptResult(
                false,
                null,
                failed.errorType(),
                failed.message(),
                Map.of(),
                Map.of(),
                null,
                false,
                0,
                clock.instant(),
                null);
    }
}
