package io.hookstream.command.event;

import java.util.List;
import java.util.function.BiFunction;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Events that are kept in memory between their commands, on a log that other processes append to as well: what is kept may
 * be old. The log says so to whoever appends, because it refuses a sequence number that is taken. Of a command that appended
 * nothing, or was refused, nobody knows, so it has to be carried out again, on what the log holds.
 */
public final class Remembered {

    private static final String USED = Remembered.class.getName() + ".used";
    private static final String APPENDED = Remembered.class.getName() + ".appended";

    private Remembered() {}

    /** For the cache. */
    static void used() {
        CurrentUnitOfWork.ifStarted(command -> command.root().resources().put(USED, true));
    }

    /** For the event store, which calls it before it appends. */
    public static BiFunction<Integer, EventMessage<?>, EventMessage<?>> appended(
            List<? extends EventMessage<?>> events) {
        CurrentUnitOfWork.ifStarted(command -> command.root().resources().put(APPENDED, true));
        return (index, event) -> event;
    }

    /**
     * For a command bus that carries out again what ended with a {@link ConcurrencyException}. When that is thrown Axon's
     * repository forgets the event.
     */
    public static Object confirm(UnitOfWork<? extends CommandMessage<?>> command, InterceptorChain chain)
            throws Exception {
        Object answer;
        try {
            answer = chain.proceed();
        } catch (Exception e) {
            if (command.resources().containsKey(USED)) {
                throw new ConcurrencyException("Refused by what may be old", e);
            }
            throw e;
        }
        if (command.resources().containsKey(USED)) {
            // Runs after what the event store does then: it was asked first.
            command.onPrepareCommit(committing -> {
                if (!committing.resources().containsKey(APPENDED)) {
                    throw new ConcurrencyException("Passed over because of what may be old");
                }
            });
        }
        return answer;
    }
}
