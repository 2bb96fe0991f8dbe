package io.hookstream.delivery.router;

import io.hookstream.messages.BeforeToken;
import io.hookstream.messages.event.InboundEventCommand.Match;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What the router does in one batch: it reads a source's routes once, and has the log take its commands side by side,
 * all of them before the token.
 */
final class RouterBatch {

    private final Map<String, Routes> routes = new HashMap<>();
    private final List<CompletableFuture<?>> sent = new ArrayList<>();

    /** By source: the last command that others have to wait for. */
    private final Map<String, CompletableFuture<?>> inOrder = new HashMap<>();

    /** @param ordered those of the routes' destinations that keep the order of arrival */
    record Routes(List<Route> all, Set<String> ordered) {

        boolean ordered(List<Match> matched) {
            return !ordered.isEmpty()
                    && matched.stream()
                            .anyMatch(match -> ordered.contains(match.target().destinationId()));
        }
    }

    private RouterBatch() {}

    static RouterBatch of(UnitOfWork<?> unitOfWork, Duration limit) {
        return BeforeToken.collect(unitOfWork, RouterBatch.class, RouterBatch::new, batch -> batch.await(limit));
    }

    Routes routes(String sourceId, Function<String, Routes> load) {
        return routes.computeIfAbsent(sourceId, load);
    }

    void forget(String sourceId) {
        routes.remove(sourceId);
    }

    void send(Supplier<CompletableFuture<?>> command) {
        sent.add(command.get());
    }

    /** After those that this source sent before: the log then has them in the order of arrival. */
    void sendInOrder(String sourceId, Supplier<CompletableFuture<?>> command) {
        CompletableFuture<?> earlier = inOrder.getOrDefault(sourceId, CompletableFuture.completedFuture(null));
        CompletableFuture<?> next = earlier.thenCompose(done -> command.get());
        inOrder.put(sourceId, next);
        sent.add(next);
    }

    private void await(Duration limit) {
        BeforeToken.await(
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)),
                limit,
                "Events could not be routed; they will be tried again");
    }
}
