package io.hookstream.api;

import io.hookstream.messages.Tenant;
import io.hookstream.messages.session.Session;
import io.hookstream.messages.session.SessionStore;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Keeps sessions in memory. */
public final class StubSessions implements SessionStore {

    public final Map<String, Session> sessions = new ConcurrentHashMap<>();

    @Override
    public CompletableFuture<@Nullable Void> create(Session session) {
        sessions.put(session.id(), session);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<@Nullable Session> find(String id) {
        return CompletableFuture.completedFuture(sessions.get(id));
    }

    @Override
    public CompletableFuture<@Nullable Void> touch(String id, Instant seenAt, Instant expiresAt) {
        sessions.computeIfPresent(
                id, (key, old) -> new Session(id, old.userId(), old.tenant(), old.createdAt(), seenAt, expiresAt));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<@Nullable Void> move(String id, Tenant tenant) {
        sessions.computeIfPresent(
                id,
                (key, old) -> new Session(id, old.userId(), tenant, old.createdAt(), old.seenAt(), old.expiresAt()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<@Nullable Void> end(String id) {
        sessions.remove(id);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<@Nullable Void> endAllOf(String userId) {
        sessions.values().removeIf(session -> session.userId().equals(userId));
        return CompletableFuture.completedFuture(null);
    }
}
