package io.hookstream.messages.idempotency;

import io.hookstream.messages.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps the answers to requests that have an idempotency key, for all processes, until they expire. */
public interface IdempotencyStore {

    /**
     * One try of one request.
     *
     * @param id of tenant, path and key together
     * @param digest of all else that makes it the same request
     * @param owner differs for each try, so that one which took too long does not overwrite the next
     * @param takeOverAt when another try may begin, if this one has ended without a trace
     */
    record Attempt(String id, String digest, String owner, Instant now, Instant takeOverAt, Instant expiresAt) {}

    /**
     * What the first request was answered with.
     *
     * @param body encrypted: it may hold what is shown only once
     */
    record Answer(
            int status,
            @Nullable String contentType,
            @Nullable String eTag,
            Secret body) {}

    /**
     * The try that there was before.
     *
     * @param answer null if there is none yet
     */
    record Earlier(String digest, @Nullable Answer answer) {}

    /** Nothing if it is the first: then it has begun, and is to be finished or forgotten. */
    CompletableFuture<Optional<Earlier>> begin(Attempt attempt);

    /** Completes once the answer is on disk. */
    CompletableFuture<@Nullable Void> finish(Attempt attempt, Answer answer);

    /** Lets the next request be the first. */
    CompletableFuture<@Nullable Void> forget(Attempt attempt);
}
