package io.hookstream.delivery.connection;

import io.hookstream.messages.connection.ConnectionQuery.CheckExpression;
import io.hookstream.messages.connection.ConnectionQuery.ExpressionCheck;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/** Says whether the engine that will run an expression accepts it. */
@Component
class ExpressionQueryHandler {

    private final TransformEngine engine;

    /** The engine blocks, and the query may come from an event loop. */
    private final Executor blocking = Executors.newVirtualThreadPerTaskExecutor();

    ExpressionQueryHandler(TransformEngine engine) {
        this.engine = engine;
    }

    @QueryHandler
    CompletableFuture<ExpressionCheck> handle(CheckExpression query) {
        return CompletableFuture.supplyAsync(
                () -> new ExpressionCheck(engine.check(query.expression()).orElse(null)), blocking);
    }
}
