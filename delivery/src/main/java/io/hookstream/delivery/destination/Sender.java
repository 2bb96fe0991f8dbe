package io.hookstream.delivery.destination;

import io.hookstream.messages.destination.DestinationType;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Makes attempts at destinations of one type. */
public interface Sender {

    DestinationType type();

    /**
     * Always emits a result and never an error: what goes wrong is in the result. Nothing is sent before subscription,
     * each subscription is an attempt, and cancelling ends it. Never blocks.
     */
    Mono<AttemptResult> send(Outbound outbound);

    /**
     * What would be sent besides the body, for people to look at: nothing is sent. May block.
     *
     * @throws RefusedException if nothing could be sent there
     */
    Sketch sketch(Outbound outbound);

    /**
     * @param method of HTTP, or what the provider calls the operation
     * @param address where to, without credentials
     * @param headers or what the provider has in their place; credentials masked, without a signature
     */
    record Sketch(String method, String address, Map<String, String> headers) {}
}
