package io.hookstream.messages.session;

import io.hookstream.messages.Tenant;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps sessions until they end. */
public interface SessionStore {

    CompletableFuture<@Nullable Void> create(Session session);

    /** Null if there is none; one that has expired may still be there. */
    CompletableFuture<@Nullable Session> find(String id);

    /** It was used again; does nothing to a session that has ended. */
    CompletableFuture<@Nullable Void> touch(String id, Instant seenAt, Instant expiresAt);

    /** It goes on in another environment; does nothing to a session that has ended. */
    CompletableFuture<@Nullable Void> move(String id, Tenant tenant);

    CompletableFuture<@Nullable Void> end(String id);

    CompletableFuture<@Nullable Void> endAllOf(String userId);
}
