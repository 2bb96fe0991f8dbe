package io.hookstream.delivery.router;

import io.hookstream.messages.BeforeToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What the router does in one batch: it reads a source's routes once, and has the log take its commands side by side,
 * all of them before the token.
 */
final class RouterBatch {

    private final Map<String, List<Route>> routes = new HashMap<>();
    private final List<CompletableFuture<?>> sent = new ArrayList<>();

    private RouterBatch() {}

    static RouterBatch of(UnitOfWork<?> unitOfWork, Duration limit) {
        return BeforeToken.collect(unitOfWork, RouterBatch.class, RouterBatch::new, batch -> batch.await(limit));
    }

    List<Route> routes(String sourceId, Function<String, List<Route>> load) {
        return routes.computeIfAbsent(sourceId, load);
    }

    void forget(String sourceId) {
        routes.remove(sourceId);
    }

    void sent(CompletableFuture<?> command) {
        sent.add(command);
    }

    private void await(Duration limit) {
        try {
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Events could not be routed; they will be tried again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while routing", e);
        }
    }
}
