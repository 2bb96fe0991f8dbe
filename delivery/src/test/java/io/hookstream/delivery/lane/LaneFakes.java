package io.hookstream.delivery.lane;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import io.hookstream.delivery.connection.ConnectionHistory;
import io.hookstream.delivery.destination.AttemptResult;
import io.hookstream.messages.event.InboundEventCommand.EndedAttempt;
import io.hookstream.messages.event.InboundEventCommand.RecordAttempts;
import io.hookstream.messages.event.InboundEventCommand.Recorded;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import reactor.core.publisher.Mono;

/** What surrounds a lane, in memory and under a test's control. */
final class LaneFakes {

    private LaneFakes() {}

    /** Answers a method by its name; null if there is no answer. */
    @SuppressWarnings("unchecked")
    static <T> T proxy(Class<T> type, Function<String, Object> answers) {
        return (T) Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.apply(method.getName()));
    }

    /** For deliveries that go by the present. */
    static ConnectionHistory noHistory() {
        return new ConnectionHistory(proxy(EventStore.class, method -> {
            throw new IllegalStateException("there is no past");
        }));
    }

    /** What the lanes keep, without a store. Reads can be made to fail, or to wait for the test. */
    static final class Store extends LaneStore {

        final Map<String, QueuedDelivery> queue = new ConcurrentHashMap<>();
        final Map<String, Destination> destinations = new ConcurrentHashMap<>();
        final Map<String, Transform> transforms = new ConcurrentHashMap<>();
        final Map<String, Circuit> circuits = new ConcurrentHashMap<>();
        final List<Long> reads = new CopyOnWriteArrayList<>();

        /** Runs after a value was read and before it is returned. */
        volatile Runnable afterRead = () -> {};

        volatile boolean down;

        Store() {
            super(proxy(MongoDatabase.class, method -> proxy(MongoCollection.class, any -> null)));
        }

        @Override
        void write(QueueChanges changes) {
            changes.put().forEach(delivery -> queue.put(delivery.id(), delivery));
            changes.putInPlace()
                    .forEach(delivery ->
                            queue.merge(delivery.id(), delivery, (old, released) -> released.at(old.position())));
            changes.held().forEach(id -> queue.computeIfPresent(id, (same, delivery) -> delivery.hold()));
            changes.removed().forEach(queue::remove);
        }

        void queue(Collection<QueuedDelivery> added) {
            added.forEach(delivery -> queue.put(delivery.id(), delivery));
        }

        @Override
        Map<String, Circuit> circuits(Collection<String> destinationIds) {
            Map<String, Circuit> found = new HashMap<>(circuits);
            found.keySet().retainAll(destinationIds);
            return returned(found);
        }

        @Override
        void save(Map<String, Circuit> changed) {
            circuits.putAll(changed);
        }

        @Override
        List<QueuedDelivery> read(String destinationId, long after, int limit) {
            reads.add(after);
            TreeMap<Long, QueuedDelivery> ordered = new TreeMap<>();
            queue.values().forEach(delivery -> ordered.put(delivery.position(), delivery));
            return returned(ordered.tailMap(after, false).values().stream()
                    .filter(delivery -> delivery.target().destinationId().equals(destinationId))
                    .limit(limit)
                    .toList());
        }

        @Override
        List<String> destinationsWaiting() {
            return returned(queue.values().stream()
                    .map(delivery -> delivery.target().destinationId())
                    .distinct()
                    .toList());
        }

        @Override
        void save(String destinationId, Destination destination) {
            destinations.put(destinationId, destination);
        }

        @Override
        Optional<Destination> destination(String destinationId) {
            return returned(Optional.ofNullable(destinations.get(destinationId)));
        }

        @Override
        Optional<Transform> transform(String connectionId) {
            return returned(Optional.ofNullable(transforms.get(connectionId)));
        }

        private <T> T returned(T value) {
            if (down) {
                throw new IllegalStateException("the store is down");
            }
            afterRead.run();
            return value;
        }
    }

    /** Attempts that end when the test says so. */
    static final class Attempts extends Dispatch {

        /** The positions of the deliveries that were sent, in this order. */
        final List<Long> sent = new CopyOnWriteArrayList<>();

        volatile Function<QueuedDelivery, Mono<AttemptResult>> result = delivery -> Mono.just(LaneSamples.success());

        Attempts() {
            super(null, null, null, null, null, null);
        }

        @Override
        Mono<AttemptResult> attempt(
                QueuedDelivery delivery, LaneStore.Destination destination, LaneStore.Transform transform) {
            return Mono.defer(() -> result.apply(delivery)).doOnSubscribe(s -> sent.add(delivery.position()));
        }
    }

    /** A command side that remembers what it was sent and answers as the test says. */
    static final class Commands {

        final Deque<Object> sent = new ConcurrentLinkedDeque<>();

        /** The deliveries of which nothing more is recorded. */
        final Set<String> over = ConcurrentHashMap.newKeySet();

        volatile Function<Object, CompletableFuture<Object>> answer =
                command -> CompletableFuture.completedFuture(true);

        CommandGateway gateway() {
            CommandBus bus = proxy(CommandBus.class, method -> null);
            return new DefaultCommandGateway(DefaultCommandGateway.builder().commandBus(bus)) {
                @Override
                public <C, R> void send(C command, CommandCallback<? super C, ? super R> callback) {
                    sent.add(command);
                    CommandMessage<C> message = GenericCommandMessage.asCommandMessage(command);
                    answer.apply(command)
                            .whenComplete((done, problem) -> callback.onResult(
                                    message,
                                    problem == null
                                            ? GenericCommandResultMessage.asCommandResultMessage(
                                                    of(message.getPayload(), done))
                                            : GenericCommandResultMessage.asCommandResultMessage(problem)));
                }
            };
        }

        private Object of(Object command, Object done) {
            return command instanceof RecordAttempts attempts
                    ? new Recorded(attempts.ended().stream()
                            .map(EndedAttempt::deliveryId)
                            .filter(id -> !over.contains(id))
                            .collect(Collectors.toSet()))
                    : done;
        }

        <T> List<T> sent(Class<T> type) {
            return new ArrayList<>(sent)
                    .stream().filter(type::isInstance).map(type::cast).toList();
        }
    }
}
