package io.hookstream.messages;

import java.util.ArrayList;
import java.util.List;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/**
 * What a processor has to write before its token. Axon registers the writing of the token ahead of any handler, so a
 * callback of the unit of work would come too late: after a crash between the two, the token would stand for state that
 * was never written. The token store runs these first instead.
 */
public final class BeforeToken {

    private static final String KEY = BeforeToken.class.getName();

    private BeforeToken() {}

    /** Has this run once, before the token of the batch is stored. If it fails, the batch is handled again. */
    public static void run(UnitOfWork<?> batch, Runnable write) {
        batch.root()
                .<List<Runnable>>getOrComputeResource(KEY, key -> new ArrayList<>())
                .add(write);
    }

    /** For the token store: runs what the current batch has left to write. */
    public static void flush() {
        CurrentUnitOfWork.ifStarted(batch -> {
            List<Runnable> writes = batch.root().getResource(KEY);
            if (writes != null) {
                batch.root().resources().remove(KEY);
                writes.forEach(Runnable::run);
            }
        });
    }
}
