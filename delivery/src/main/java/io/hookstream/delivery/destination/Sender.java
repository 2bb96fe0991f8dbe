package io.hookstream.delivery.destination;

import reactor.core.publisher.Mono;

/** Makes one attempt at one destination. */
public interface Sender {

    /**
     * Always emits a result and never an error: what goes wrong is in the result. Nothing is sent before subscription,
     * each subscription is an attempt, and cancelling ends it. Never blocks.
     */
    Mono<AttemptResult> send(Outbound outbound);
}
