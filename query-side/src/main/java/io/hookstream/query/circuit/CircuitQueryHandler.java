package io.hookstream.query.circuit;

import io.hookstream.messages.Revision;
import io.hookstream.messages.circuit.CircuitQuery.FindCircuit;
import io.hookstream.messages.circuit.CircuitView;
import io.hookstream.projections.ResourceDocument;
import io.hookstream.projections.circuit.CircuitDocument;
import io.hookstream.projections.destination.DestinationProjection;
import io.hookstream.projections.event.HealthDocument;
import io.hookstream.query.ReadModels;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Answers what can be asked about circuits. Circuits and failures are written by different processors: where in the log
 * the circuit closed says which failures came before.
 */
@Component
class CircuitQueryHandler {

    private final ReadModels models;

    CircuitQueryHandler(ReadModels models) {
        this.models = models;
    }

    @QueryHandler
    CompletableFuture<@Nullable CircuitView> handle(FindCircuit query) {
        return models.byId(DestinationProjection.COLLECTION, query.destinationId(), query.tenant())
                .filter(destination -> !ResourceDocument.revision(destination).deleted())
                .flatMap(destination -> Mono.zip(
                                optional(CircuitDocument.COLLECTION, query), optional(HealthDocument.COLLECTION, query))
                        .map(found -> view(
                                query,
                                ResourceDocument.revision(destination),
                                found.getT1().orElse(null),
                                found.getT2().orElse(null))))
                .toFuture();
    }

    private Mono<Optional<Document>> optional(String collection, FindCircuit query) {
        return models.byId(collection, query.destinationId(), query.tenant())
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private static CircuitView view(
            FindCircuit query, Revision destination, @Nullable Document circuit, @Nullable Document health) {
        return new CircuitView(
                query.destinationId(),
                query.tenant(),
                new Revision(CircuitDocument.version(circuit), false, destination.createdAt(), destination.updatedAt()),
                CircuitDocument.state(circuit),
                HealthDocument.failures(health, CircuitDocument.closedPosition(circuit)),
                HealthDocument.lastFailureAt(health),
                CircuitDocument.openedAt(circuit),
                CircuitDocument.lastTransitionAt(circuit),
                CircuitDocument.probeAt(circuit),
                CircuitDocument.history(circuit));
    }
}
