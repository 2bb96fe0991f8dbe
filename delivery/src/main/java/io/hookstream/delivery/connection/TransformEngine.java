package io.hookstream.delivery.connection;

import java.util.Optional;

/**
 * Reshapes an event's payload by a JSONata expression.
 *
 * <p>The payload is the root of the expression. Unless the payload has such a key itself, {@code body}, {@code payload},
 * {@code headers}, {@code method}, {@code query}, {@code source_ip} and {@code event_id} resolve to the event's;
 * {@code $event} is the whole envelope. A header or parameter is a string, or a list if it has several values; header
 * names match in any case.
 *
 * <p>Nothing is passed but the expression's text and an event's data, so that an engine may live in another process.
 * Both methods block for about a second at most once the expression runs, and never throw for any expression: call them
 * from a virtual thread.
 */
public interface TransformEngine {

    TransformResult transform(String expression, Envelope envelope);

    /** Why an expression cannot be used at all; empty if it can. */
    Optional<String> check(String expression);
}
