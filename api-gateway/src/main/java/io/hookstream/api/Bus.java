package io.hookstream.api;

import io.hookstream.messages.Origin;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Traceparent;
import io.hookstream.messages.View;
import io.hookstream.messages.projection.ProjectionQuery;
import io.hookstream.messages.projection.ProjectionQuery.ListProjections;
import io.hookstream.messages.projection.ProjectionQuery.Projections;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.AxonException;
import org.axonframework.queryhandling.QueryExecutionException;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends commands and queries, and gives up in time. */
@Component
public class Bus {

    /** A change is shown within some tens of milliseconds, and most often told of. */
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(100);

    private final CommandGateway commands;
    private final QueryGateway queries;
    private final Duration answerWithin;
    private final Duration visibleWithin;

    Bus(CommandGateway commands, QueryGateway queries, GatewayProperties properties) {
        this.commands = commands;
        this.queries = queries;
        this.answerWithin = properties.answerWithin();
        this.visibleWithin = properties.visibleWithin();
    }

    /**
     * What the command's handler returns; empty if it returns nothing. It says whose request it is, and
     * which span of a trace, if that is known.
     */
    public <R> Mono<R> send(Object command) {
        return Mono.deferContextual(context -> {
            Origin origin = context.getOrDefault(Origin.class, null);
            Object message = origin == null
                    ? command
                    : GenericCommandMessage.asCommandMessage(command).andMetaData(origin.metadata());
            String parent = context.getOrDefault(Traceparent.NAME, null);
            return Mono.fromFuture(() -> commands.<R>send(Traceparent.pass(message, parent)))
                    .timeout(answerWithin);
        });
    }

    /** Empty if there is no such thing. */
    public <R> Mono<R> query(Object query, Class<R> type) {
        return query(query, type, answerWithin);
    }

    /** Of what takes as long as somebody else lets it, up to a limit of its own. */
    public <R> Mono<R> query(Object query, Class<R> type, Duration within) {
        return Mono.fromFuture(() -> queries.query(query, type))
                .timeout(within)
                // Here and from another process alike: all that a query does is to read a store.
                .onErrorMap(
                        e -> !(e instanceof AxonException || e instanceof TimeoutException),
                        e -> new QueryExecutionException("The store did not answer: " + e, e));
    }

    /** Empty if there is no such thing; if there is, the answer to the current request has its ETag. */
    public <V extends View> Mono<V> find(Object query, Class<V> type) {
        return ETags.show(query(query, type));
    }

    /**
     * For whoever found nothing: empty if there is nothing, an error if the read model is just being built again, or
     * has dead letters, and may yet have it. Ingest must not tell a sender that its source is gone because of that.
     */
    public <R> Mono<R> nothing() {
        return built(ProjectionQuery.CONFIGURATION, "What is set up is not completely read from the log yet: try again")
                .then(Mono.empty());
    }

    /**
     * Empty if the projection's read model is complete.
     *
     * @param otherwise what the caller is told if it is just being built again, or has dead letters
     */
    public Mono<Void> built(String name, String otherwise) {
        return query(new ListProjections(), Projections.class)
                .filter(projections -> projections.projections().stream()
                        .filter(projection -> projection.name().equals(name))
                        .allMatch(projection ->
                                projection.running() && !projection.replaying() && projection.deadLetters() == 0))
                .switchIfEmpty(Mono.error(() -> ApiException.unavailable(otherwise)))
                .then();
    }

    /**
     * Sends a command that changes one thing and waits until the read model shows the change, so that whoever made it
     * finds it in the next list. The current request's {@code If-Match} holds for it.
     *
     * @param find the query that finds the thing
     * @return the thing as it then is
     */
    public <V extends View> Mono<V> change(Object command, Object find, Class<V> type) {
        // Listen first: an update that comes between the command and a later look would be missed.
        return ETags.show(Mono.using(
                () -> queries.subscriptionQuery(find, type, Revision.class),
                updates -> Mono.deferContextual(request -> this.<Long>send(ETags.expecting(command, request)))
                        .flatMap(version -> shown(updates, find, type, version))
                        .then(query(find, type)),
                SubscriptionQueryResult::close));
    }

    /** A projection in another process than the query tells nobody of its updates: so it is looked at as well. */
    private <V extends View> Mono<Revision> shown(
            SubscriptionQueryResult<V, Revision> updates, Object find, Class<V> type, long version) {
        Flux<Revision> looks =
                query(find, type).map(View::revision).repeatWhen(done -> done.delayElements(LOOK_AGAIN_AFTER));
        return Flux.merge(looks, updates.updates())
                .filter(revision -> revision.version() >= version)
                .next()
                .timeout(
                        visibleWithin,
                        Mono.error(() -> ApiException.unavailable(
                                "The change is stored, but lists do not show it yet: read it again later")));
    }
}
