package io.hookstream.delivery.connection;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One compiled expression. For one thread only: the library keeps an evaluation's state per expression and thread. */
final class JsonataProgram {

    /** Larger strings and lists on the way to a result are refused before doubling them exhausts the heap. */
    private static final int MAX_INTERMEDIATE = 32 * 1024 * 1024;

    /** The library's own {@code $pad} appends one character at a time to an immutable string. */
    private static final int MAX_PAD = 1_000_000;

    private static final int STEPS_BETWEEN_CHECKS = 32;

    private final Jsonata jsonata;
    private final boolean mentionsEvent;

    JsonataProgram(String expression) {
        jsonata = Jsonata.jsonata(expression);
        List<Exception> errors = jsonata.getErrors();
        if (errors != null && !errors.isEmpty()) {
            throw new TransformException(TransformErrors.describe(errors.getFirst()));
        }
        jsonata.setValidateInput(false); // it is JSON already, and checking it walks the whole payload
        jsonata.setOutputConvertNulls(false); // else a null could not be told from nothing
        jsonata.registerFunction("pad", new JFunction((input, arguments) -> pad(arguments), "<s-ns?:s>"));
        mentionsEvent = expression.contains("event");
    }

    /**
     * @param deadline on {@link System#nanoTime}
     * @return null if the expression produced nothing; {@link Jsonata#NULL_VALUE} for null
     */
    @Nullable
    Object run(TransformInput input, long deadline) {
        // $now and $millis read the clock of the expression last compiled on this thread, so that one must be new.
        Jsonata unused = Jsonata.jsonata("0");
        Frame frame = jsonata.createFrame();
        if (mentionsEvent) {
            frame.bind("event", (Object) input.event());
        }
        int[] steps = {0};
        frame.setEvaluateEntryCallback((expression, value, environment) -> {
            if (++steps[0] % STEPS_BETWEEN_CHECKS == 0) {
                checkTime(deadline);
            }
        });
        frame.setEvaluateExitCallback((expression, value, environment, result) -> checkSize(result));
        return jsonata.evaluate(input.root(), frame);
    }

    private static void checkTime(long deadline) {
        if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
            throw new TransformException("it ran longer than allowed");
        }
    }

    private static void checkSize(@Nullable Object result) {
        if ((result instanceof String text && text.length() > MAX_INTERMEDIATE)
                || (result instanceof List<?> list && list.size() > MAX_INTERMEDIATE)) {
            throw new TransformException(
                    "a value on the way to its result has more than " + MAX_INTERMEDIATE + " characters or elements");
        }
    }

    private static @Nullable String pad(List<?> arguments) {
        if (!(arguments.get(0) instanceof String text) || !(arguments.get(1) instanceof Number number)) {
            return null;
        }
        Object third = arguments.size() > 2 ? arguments.get(2) : null;
        String filler = third instanceof String given && !given.isEmpty() ? given : " ";
        int width = number.intValue();
        long missing = Math.abs((long) width) - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        if (missing > MAX_PAD) {
            throw new TransformException("$pad adds at most " + MAX_PAD + " characters");
        }
        StringBuilder padding = new StringBuilder();
        int[] symbols = filler.codePoints().toArray();
        for (int i = 0; i < missing; i++) {
            padding.appendCodePoint(symbols[i % symbols.length]);
        }
        return width < 0 ? padding + text : text + padding;
    }
}
