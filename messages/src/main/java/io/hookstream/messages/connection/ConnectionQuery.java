package io.hookstream.messages.connection;

import io.hookstream.messages.PageRequest;
import io.hookstream.messages.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked about connections. */
public sealed interface ConnectionQuery {

    /** Answers a {@link ConnectionView} or null. A deleted one is answered too, so that a reader can wait for that. */
    record FindConnection(String id, Tenant tenant) implements ConnectionQuery {}

    /** Answers {@link Connections}. */
    record ListConnections(
            Tenant tenant,
            @Nullable String sourceId,
            @Nullable String destinationId,
            PageRequest page) implements ConnectionQuery {}

    record Connections(
            List<ConnectionView> connections, @Nullable String next) {}

    /** Answers {@link ExpressionCheck}: whether the transform engine accepts the expression. */
    record CheckExpression(String expression) implements ConnectionQuery {}

    /** @param problem what is wrong with it, or null */
    record ExpressionCheck(@Nullable String problem) {}
}
