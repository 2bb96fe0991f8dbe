package io.hookstream.delivery.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * JSONata by {@code com.dashjoin:jsonata}, in this process, on threads of its own.
 *
 * <p>Numbers that an expression only moves keep their exact value. What it computes with is a double, as in JSONata's
 * reference implementation: 12345678901234567 + 0 loses its last digit.
 *
 * <p>An expression is stopped when it overruns by checks between its steps. A step that itself runs on, such as a
 * regular expression that backtracks, is left behind on its thread. Memory is bounded by the size of single values
 * only; a hard bound needs another process.
 */
public final class DashjoinTransformEngine implements TransformEngine, AutoCloseable {

    private static final int MAX_EXPRESSION_BYTES = 8 * 1024;

    /** Without it, whether an expression overflows the stack would depend on how warm the parser is. */
    private static final int MAX_NESTING = 256;

    private static final int MAX_OUTPUT_BYTES = 64 * 1024 * 1024;
    private static final int PROGRAMS_PER_THREAD = 128;
    private static final int MAX_STUCK_THREADS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private final TransformWorkers<Programs> workers;
    private final Duration limit;

    public DashjoinTransformEngine() {
        this(Math.max(2, Runtime.getRuntime().availableProcessors()), MAX_STUCK_THREADS, LIMIT, MAX_WAIT);
    }

    DashjoinTransformEngine(int threads, int maxStuck, Duration limit, Duration maxWait) {
        this.limit = limit;
        workers = new TransformWorkers<>(threads, maxStuck, limit, maxWait, Programs::new);
    }

    @Override
    public TransformResult transform(String expression, Envelope envelope) {
        Optional<String> problem = tooLarge(expression).or(envelope::jsonProblem);
        if (problem.isPresent()) {
            return new TransformResult.Failed(problem.get());
        }
        return workers.run(programs -> {
            TransformInput input = new TransformInput(envelope);
            return evaluate(programs.get(input.adapt(expression)), input);
        });
    }

    private TransformResult evaluate(JsonataProgram program, TransformInput input) {
        Object result = program.run(input, System.nanoTime() + limit.toNanos());
        return result == null
                ? new TransformResult.Failed("the expression produced nothing")
                : new TransformResult.Produced(JsonOutput.write(result, MAX_OUTPUT_BYTES));
    }

    @Override
    public Optional<String> check(String expression) {
        Optional<String> problem = tooLarge(expression);
        if (problem.isPresent()) {
            return problem;
        }
        // Compiled on a worker, because parsing too can overflow a stack.
        TransformResult result = workers.run(programs -> {
            programs.get(expression);
            return new TransformResult.Produced(new byte[0]);
        });
        return switch (result) {
            case TransformResult.Produced produced -> Optional.empty();
            case TransformResult.Failed failed -> Optional.of(failed.message());
            case TransformResult.Unavailable unavailable -> Optional.of(unavailable.message());
        };
    }

    int stuckThreads() {
        return workers.stuckThreads();
    }

    @Override
    public void close() {
        workers.close();
    }

    private static Optional<String> tooLarge(String expression) {
        if (expression.length() > MAX_EXPRESSION_BYTES
                || expression.getBytes(StandardCharsets.UTF_8).length > MAX_EXPRESSION_BYTES) {
            return Optional.of("the expression is longer than " + MAX_EXPRESSION_BYTES + " bytes");
        }
        return depth(expression) > MAX_NESTING
                ? Optional.of("the expression is nested more than " + MAX_NESTING + " deep")
                : Optional.empty();
    }

    /** Brackets in strings count too: coarse, and a stack that overflows all the same is caught. */
    private static int depth(String expression) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < expression.length(); i++) {
            switch (expression.charAt(i)) {
                case '(', '[', '{' -> deepest = Math.max(deepest, ++depth);
                case ')', ']', '}' -> depth = Math.max(0, depth - 1);
                default -> {
                    // neither deeper nor shallower
                }
            }
        }
        return deepest;
    }

    /** The expressions that one thread used last. */
    private static final class Programs extends LinkedHashMap<String, JsonataProgram> {

        private static final long serialVersionUID = 1L;

        Programs() {
            super(16, 0.75f, true);
        }

        JsonataProgram get(String expression) {
            JsonataProgram program = super.get(expression);
            if (program == null) {
                program = new JsonataProgram(expression);
                put(expression, program);
            }
            return program;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, JsonataProgram> eldest) {
            return size() > PROGRAMS_PER_THREAD;
        }
    }
}
