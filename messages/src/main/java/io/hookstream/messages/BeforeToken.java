package io.hookstream.messages;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork.Phase;
import org.jspecify.annotations.Nullable;

/**
 * What a processor writes before its token. State is written while a batch prepares its commit, and so does Axon write
 * the token, ahead of all of it: after a crash between the two, the token would stand for state that was never written.
 * So the token store waits until the batch commits.
 */
public final class BeforeToken {

    private BeforeToken() {}

    /**
     * What the handlers of this batch collect together.
     *
     * @param write runs once, before the token is stored; if it fails, the batch is handled again
     */
    public static <B> B collect(UnitOfWork<?> current, Class<B> type, Supplier<B> create, Consumer<B> write) {
        UnitOfWork<?> batch = isDeadLetter(current) ? current : current.root();
        B existing = batch.getResource(type.getName());
        if (existing != null) {
            return existing;
        }
        B created = create.get();
        batch.resources().put(type.getName(), created);
        batch.onPrepareCommit(prepared -> write.accept(created));
        return created;
    }

    /**
     * Waits for what has to be there before the token.
     *
     * @param problem says what failed, if it fails or is late
     */
    public static <R> R await(Future<R> result, Duration limit, String problem) {
        try {
            return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(problem, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted: " + problem, e);
        }
    }

    /**
     * Whether this is a dead letter that is tried again: it has no token, and is a batch by itself, within a unit of work
     * that ends only after the letter has been removed.
     */
    public static boolean isDeadLetter(UnitOfWork<?> current) {
        return current.getResource(DeadLetter.class.getName()) != null;
    }

    /**
     * The number of the processor's segment that a batch belongs to, which is where Axon's processors leave it.
     *
     * @return null if this is no batch of that processor
     */
    public static @Nullable Integer segment(UnitOfWork<?> current, String processor) {
        return current.root().getResource("Processor[" + processor + "]/SegmentId");
    }

    /**
     * For the token store.
     *
     * @param token stores it: after everything that the current batch writes, and at once if no batch prepares its commit
     */
    public static void thenStore(Runnable token) {
        if (CurrentUnitOfWork.isStarted() && CurrentUnitOfWork.get().phase() == Phase.PREPARE_COMMIT) {
            CurrentUnitOfWork.get().onCommit(written -> token.run());
        } else {
            token.run();
        }
    }
}
