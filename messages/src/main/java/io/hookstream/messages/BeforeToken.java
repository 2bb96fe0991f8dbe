package io.hookstream.messages;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork.Phase;

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
    public static <B> B collect(UnitOfWork<?> batch, Class<B> type, Supplier<B> create, Consumer<B> write) {
        B existing = batch.root().getResource(type.getName());
        if (existing != null) {
            return existing;
        }
        B created = create.get();
        batch.root().resources().put(type.getName(), created);
        batch.root().onPrepareCommit(prepared -> write.accept(created));
        return created;
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
