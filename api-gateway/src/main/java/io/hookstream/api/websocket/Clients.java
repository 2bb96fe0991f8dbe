package io.hookstream.api.websocket;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.websocket.WebSocketQuery.Broadcast;
import io.hookstream.messages.websocket.WebSocketQuery.Reached;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.socket.CloseStatus;

/** All clients that are connected to this process, and what they are subscribed to. */
@Component
class Clients implements SmartLifecycle {

    static final String DELIVERIES = "deliveries:";

    /** Of one client. */
    static final int MOST_CHANNELS = 100;

    /** Of all tenants. */
    private static final int MOST_CONNECTIONS = 10_000;

    /** How long a delivery waits until clients have taken it. */
    private static final long WRITTEN_WITHIN_MILLIS = 1000;

    /** Before the web server, which would wait for them. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 512;

    private final WebSocketProperties properties;
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final Map<Tenant, Integer> perTenant = new ConcurrentHashMap<>();
    private final Map<Channel, Set<Connection>> subscribers = new ConcurrentHashMap<>();
    private volatile boolean running;

    private record Channel(Tenant tenant, String name) {}

    Clients(WebSocketProperties properties) {
        this.properties = properties;
    }

    boolean isFull(Tenant tenant) {
        return all.size() >= MOST_CONNECTIONS || perTenant.getOrDefault(tenant, 0) >= properties.connections();
    }

    /** False if there are too many. */
    boolean add(Connection connection) {
        Tenant tenant = connection.tenant();
        if (!running || all.size() >= MOST_CONNECTIONS) {
            return false;
        }
        boolean[] added = {false};
        perTenant.compute(tenant, (key, count) -> {
            int before = count == null ? 0 : count;
            added[0] = before < properties.connections();
            return added[0] ? Integer.valueOf(before + 1) : count;
        });
        if (added[0]) {
            all.add(connection);
        }
        return added[0];
    }

    void remove(Connection connection) {
        if (all.remove(connection)) {
            perTenant.computeIfPresent(connection.tenant(), (key, count) -> count > 1 ? count - 1 : null);
            List.copyOf(connection.channels()).forEach(channel -> unsubscribe(connection, channel));
        }
    }

    /** False if the connection has too many. */
    boolean subscribe(Connection connection, String channel) {
        Set<String> channels = connection.channels();
        if (channels.size() >= MOST_CHANNELS && !channels.contains(channel)) {
            return false;
        }
        channels.add(channel);
        subscribers.compute(new Channel(connection.tenant(), channel), (key, known) -> {
            Set<Connection> there = known == null ? ConcurrentHashMap.newKeySet() : known;
            there.add(connection);
            return there;
        });
        if (!all.contains(connection)) {
            unsubscribe(connection, channel); // it has ended meanwhile
        }
        return true;
    }

    void unsubscribe(Connection connection, String channel) {
        connection.channels().remove(channel);
        subscribers.computeIfPresent(new Channel(connection.tenant(), channel), (key, there) -> {
            there.remove(connection);
            return there.isEmpty() ? null : there;
        });
    }

    @QueryHandler
    CompletableFuture<Reached> handle(Broadcast delivery) {
        Map<Connection, CompletableFuture<Boolean>> told = new HashMap<>();
        for (String name : List.of(delivery.destinationId(), delivery.channelName())) {
            String channel = DELIVERIES + name;
            Set<Connection> there = subscribers.get(new Channel(delivery.tenant(), channel));
            if (there != null) {
                // Neither ids nor the names of channels hold anything that JSON would escape.
                String text =
                        "{\"type\":\"delivery\",\"channel\":\"" + channel + "\",\"data\":" + delivery.data() + "}";
                there.forEach(connection -> told.merge(connection, connection.tell(text), (first, second) -> first));
            }
        }
        return written(told.values().stream().toList());
    }

    private static CompletableFuture<Reached> written(List<CompletableFuture<Boolean>> told) {
        AtomicInteger reached = new AtomicInteger();
        CompletableFuture<?>[] counted = told.stream()
                .map(one -> one.thenAccept(written -> reached.addAndGet(written ? 1 : 0)))
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(counted)
                .completeOnTimeout(null, WRITTEN_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .thenApply(done -> new Reached(told.size(), reached.get()));
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        all.forEach(connection -> connection.end(CloseStatus.GOING_AWAY.withReason("the server is stopped")));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
