package io.hookstream.messages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What a processor collects over a batch and has to write before its token. Axon registers the writing of the token
 * ahead of any handler, so a callback of the unit of work would come too late: after a crash between the two, the token
 * would stand for state that was never written. The token store runs these first instead.
 */
public final class BeforeToken {

    private static final String KEY = BeforeToken.class.getName();

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
        Map<Class<?>, Runnable> writes =
                batch.root().getOrComputeResource(KEY, key -> new LinkedHashMap<Class<?>, Runnable>());
        writes.put(type, () -> write.accept(created));
        return created;
    }

    /** For the token store: writes what the current batch has collected. */
    public static void flush() {
        CurrentUnitOfWork.ifStarted(batch -> {
            Map<Class<?>, Runnable> writes = batch.root().getResource(KEY);
            if (writes != null) {
                batch.root().resources().remove(KEY);
                writes.values().forEach(Runnable::run);
            }
        });
    }
}
