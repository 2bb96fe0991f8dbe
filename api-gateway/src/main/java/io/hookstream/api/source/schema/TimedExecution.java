package io.hookstream.api.source.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One comparison, which ends when its time is up, however a schema multiplies the work: the validator passes through here
 * at each of its steps, and patterns while they read.
 */
final class TimedExecution extends ExecutionContext implements AutoCloseable {

    /** It took too long, or found too much. */
    static final class Ended extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Ended(String message) {
            super(message, null, false, false);
        }
    }

    private static final int MAX_ERRORS = 100_000;
    private static final ThreadLocal<@Nullable TimedExecution> CURRENT = new ThreadLocal<>();

    private final long until;
    private final String late;

    private TimedExecution(Duration within) {
        super(ExecutionConfig.builder().locale(Locale.ENGLISH).build());
        until = System.nanoTime() + within.toNanos();
        late = "comparing the body with the schema takes more than " + within.toMillis() + " ms";
    }

    /** Begins, on this thread; it has to be closed there. */
    static TimedExecution begin(Duration within) {
        TimedExecution execution = new TimedExecution(within);
        CURRENT.set(execution);
        return execution;
    }

    /** Ends the comparison on this thread, if there is one and its time is up. */
    static void look() {
        TimedExecution execution = CURRENT.get();
        if (execution != null) {
            execution.check();
        }
    }

    @Override
    public void evaluationPathAddLast(String token) {
        check();
        super.evaluationPathAddLast(token);
    }

    @Override
    public void evaluationPathAddLast(int token) {
        check();
        super.evaluationPathAddLast(token);
    }

    @Override
    public void addError(Error error) {
        if (getErrors().size() >= MAX_ERRORS) {
            throw new Ended("the body has more than " + MAX_ERRORS + " errors");
        }
        super.addError(error);
    }

    @Override
    public void close() {
        CURRENT.remove();
    }

    private void check() {
        if (System.nanoTime() - until > 0) {
            throw new Ended(late);
        }
    }
}
