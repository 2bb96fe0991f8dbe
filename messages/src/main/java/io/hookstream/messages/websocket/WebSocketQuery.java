package io.hookstream.messages.websocket;

import io.hookstream.messages.Tenant;

/** What is asked of all gateways at once: each knows its own clients only. */
public sealed interface WebSocketQuery {

    /**
     * Answers {@link Reached}, within a second or so: tells whoever is subscribed to the destination about a delivery.
     *
     * @param channelName under which clients may subscribe to it besides its id
     * @param data a JSON object, as clients get it
     */
    record Broadcast(Tenant tenant, String destinationId, String channelName, String data) implements WebSocketQuery {}

    /**
     * @param subscribed how many clients are
     * @param reached how many of them it was written to
     */
    record Reached(int subscribed, int reached) {

        public static final Reached NOBODY = new Reached(0, 0);

        public Reached plus(Reached other) {
            return new Reached(subscribed + other.subscribed, reached + other.reached);
        }
    }
}
