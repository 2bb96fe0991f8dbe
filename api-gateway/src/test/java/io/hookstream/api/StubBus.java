package io.hookstream.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.Registration;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.SimpleQueryUpdateEmitter;

/** Axon's own buses in process, with lambdas for the aggregates and query handlers that are elsewhere. */
public final class StubBus {

    private final SimpleCommandBus commandBus = SimpleCommandBus.builder().build();
    private final SimpleQueryUpdateEmitter emitter =
            SimpleQueryUpdateEmitter.builder().build();
    private final SimpleQueryBus queryBus =
            SimpleQueryBus.builder().queryUpdateEmitter(emitter).build();
    private final List<Registration> registrations = new ArrayList<>();
    private final Map<Class<?>, Registration> queryHandlers = new HashMap<>();
    private final List<Object> received = new CopyOnWriteArrayList<>();

    /** Has commands of this type answered; an exception that the handler throws comes out of the bus. */
    public <C> void command(Class<C> type, Function<C, Object> handler) {
        registrations.add(commandBus.subscribe(type.getName(), message -> {
            received.add(message.getPayload());
            return handler.apply(type.cast(message.getPayload()));
        }));
    }

    /** Has queries of this type answered; the handler may answer null, a value or a future. */
    public <Q> void query(Class<Q> type, Class<?> answer, Function<Q, Object> handler) {
        Registration before = queryHandlers.remove(type);
        if (before != null) {
            before.cancel();
        }
        queryHandlers.put(type, queryBus.subscribe(type.getName(), answer, message -> {
            received.add(message.getPayload());
            return handler.apply(type.cast(message.getPayload()));
        }));
    }

    /** What a projection does when a thing has changed. */
    public <Q> void emit(Class<Q> query, Object update) {
        emitter.emit(query, any -> true, update);
    }

    /** How many wait for updates. */
    int listeners() {
        return emitter.activeSubscriptions().size();
    }

    public CommandGateway commands() {
        return DefaultCommandGateway.builder().commandBus(commandBus).build();
    }

    public QueryGateway queries() {
        return DefaultQueryGateway.builder().queryBus(queryBus).build();
    }

    /** The commands and queries of this type, in order. */
    public <M> List<M> received(Class<M> type) {
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The only command or query of this type. */
    public <M> M only(Class<M> type) {
        List<M> all = received(type);
        if (all.size() != 1) {
            throw new AssertionError("There should be one " + type.getSimpleName() + ", but there are " + all);
        }
        return all.get(0);
    }

    public void reset() {
        registrations.forEach(Registration::cancel);
        registrations.clear();
        queryHandlers.values().forEach(Registration::cancel);
        queryHandlers.clear();
        received.clear();
    }
}
