package io.hookstream.delivery.connection;

import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.destination.HeaderValue;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an event passes a connection's rules.
 *
 * <p>The logic has three values: a rule about the payload of a body that is not JSON is neither true nor false. A group
 * or the whole filter has a definite value when the definite rules in it suffice ({@code any} of a true one, {@code all}
 * of a false one), whatever their order; otherwise the event is skipped with the reason why the body cannot be read.
 */
public final class FilterEvaluator {

    private static final Verdict MATCHED = new Verdict.Matched();
    private static final int MAX_VALUES_IN_REASON = 3;
    private static final String ABSENT = ShownValue.ofAll(List.of());

    private FilterEvaluator() {}

    /** Three-valued result of one rule; {@code reason} is null for a match, and otherwise told only if it decides. */
    private record Outcome(boolean known, @Nullable Supplier<String> reason) {

        static final Outcome TRUE = new Outcome(true, null);

        static Outcome no(Supplier<String> reason) {
            return new Outcome(true, reason);
        }

        static Outcome unknown(Supplier<String> reason) {
            return new Outcome(false, reason);
        }

        boolean matched() {
            return known && reason == null;
        }
    }

    /**
     * Never throws for any event; a rule that {@link FilterRule#validate} would refuse does not match.
     *
     * @param rules ANDed; an empty list matches everything
     */
    public static Verdict evaluate(List<FilterRule> rules, Envelope envelope) {
        Outcome outcome = all(rules, envelope, "filter_rules");
        return outcome.reason() == null
                ? MATCHED
                : new Verdict.Skipped(outcome.reason().get());
    }

    private static Outcome all(List<FilterRule> rules, Envelope envelope, String at) {
        Outcome unknown = null;
        for (int i = 0; i < rules.size(); i++) {
            Outcome outcome = one(rules.get(i), envelope, at, i);
            if (!outcome.known()) {
                unknown = outcome;
            } else if (!outcome.matched()) {
                return outcome;
            }
        }
        return unknown == null ? Outcome.TRUE : unknown;
    }

    private static Outcome any(List<FilterRule> rules, Envelope envelope, String at) {
        Outcome unknown = null;
        for (int i = 0; i < rules.size(); i++) {
            Outcome outcome = one(rules.get(i), envelope, at, i);
            if (outcome.matched()) {
                return outcome;
            }
            if (!outcome.known()) {
                unknown = outcome;
            }
        }
        return unknown == null
                ? Outcome.no(() -> at + ": none of its rules matched" + values(rules, envelope))
                : unknown;
    }

    private static Outcome not(FilterRule rule, Envelope envelope, String at) {
        Outcome outcome = rule(rule, envelope, at);
        if (!outcome.known()) {
            return outcome;
        }
        return outcome.matched()
                ? Outcome.no(() -> at + ": the negated rule matched" + values(List.of(rule), envelope))
                : Outcome.TRUE;
    }

    /** Paths in reasons are built for groups only: the happy path of a plain rule makes no strings. */
    private static Outcome one(FilterRule rule, Envelope envelope, String at, int index) {
        if (rule.any() != null || rule.all() != null || rule.not() != null) {
            return rule(rule, envelope, at + "[" + index + "]");
        }
        String problem = compare(rule, envelope);
        return problem == null ? Outcome.TRUE : describe(rule, problem, envelope, () -> at + "[" + index + "]");
    }

    private static Outcome rule(FilterRule rule, Envelope envelope, String at) {
        if (rule.any() != null) {
            return any(rule.any(), envelope, at + ".any");
        }
        if (rule.all() != null) {
            return all(rule.all(), envelope, at + ".all");
        }
        if (rule.not() != null) {
            return not(rule.not(), envelope, at + ".not");
        }
        String problem = compare(rule, envelope);
        return problem == null ? Outcome.TRUE : describe(rule, problem, envelope, () -> at);
    }

    private static final String MISMATCH = "did not match";

    /** Null if the rule matches, {@link #MISMATCH} if it does not, and else why it cannot be evaluated. */
    private static @Nullable String compare(FilterRule rule, Envelope envelope) {
        String field = rule.field();
        String op = rule.op();
        if (field == null || op == null) {
            return MISMATCH;
        }
        boolean matched;
        if (field.startsWith("headers.")) {
            matched = anyOf(op, envelope.header(field.substring("headers.".length())), rule.value());
        } else if (field.startsWith("query.")) {
            List<String> values = envelope.query().get(field.substring("query.".length()));
            matched = anyOf(op, values == null ? List.of() : values, rule.value());
        } else {
            switch (field) {
                case "method" -> matched = Operators.matches(op, true, envelope.method(), rule.value());
                case "source_ip" -> matched = Operators.matches(op, true, envelope.sourceIp(), rule.value());
                case "content_type" -> {
                    String type = envelope.contentType();
                    matched = Operators.matches(op, type != null, type, rule.value());
                }
                default -> {
                    int path = pathStart(field);
                    if (path < 0) {
                        return MISMATCH;
                    }
                    if (envelope.jsonProblem().isPresent()) {
                        return envelope.jsonProblem().get();
                    }
                    Object found = PayloadPath.find(envelope.json(), field, path);
                    boolean present = !(found instanceof PayloadPath.Absent);
                    matched = Operators.matches(op, present, present ? found : null, rule.value());
                }
            }
        }
        return matched ? null : MISMATCH;
    }

    /** Where the path within the payload starts; the field's length for the payload itself, -1 for neither. */
    private static int pathStart(String field) {
        if (field.equals("payload") || field.equals("body")) {
            return field.length();
        }
        if (field.startsWith("payload.")) {
            return "payload.".length();
        }
        return field.startsWith("body.") ? "body.".length() : -1;
    }

    /** A header or parameter may have several values: one that matches is enough, but {@code neq} needs all to differ. */
    private static boolean anyOf(String op, List<String> values, @Nullable Object expected) {
        if (values.isEmpty()) {
            return Operators.matches(op, false, null, expected);
        }
        boolean negative = op.equals("neq");
        for (String value : values) {
            if (Operators.matches(op, true, value, expected) != negative) {
                return !negative;
            }
        }
        return negative;
    }

    @SuppressWarnings("ReferenceEquality") // MISMATCH is a marker, and a problem never equals it
    private static Outcome describe(FilterRule rule, String problem, Envelope envelope, Supplier<String> at) {
        if (problem != MISMATCH) {
            return Outcome.unknown(() -> at.get() + ": " + problem);
        }
        return Outcome.no(
                () -> at.get() + ": " + rule.field() + " " + rule.op() + " " + ShownValue.expected(rule.value()) + " "
                        + MISMATCH + "; it is " + actual(String.valueOf(rule.field()), envelope));
    }

    /** What the first plain rules of a group met. */
    private static String values(List<FilterRule> rules, Envelope envelope) {
        StringBuilder values = new StringBuilder();
        rules.stream()
                .map(FilterRule::field)
                .filter(Objects::nonNull)
                .distinct()
                .limit(MAX_VALUES_IN_REASON)
                .forEach(field ->
                        values.append("; ").append(field).append(" is ").append(actual(field, envelope)));
        return values.toString();
    }

    /** The value that decided. Credentials in headers are nobody's business. */
    private static String actual(String field, Envelope envelope) {
        if (field.startsWith("headers.")) {
            String name = field.substring("headers.".length());
            List<String> values = envelope.header(name);
            return HeaderValue.isSecret(name) && !values.isEmpty() ? "a secret" : ShownValue.ofAll(values);
        }
        if (field.startsWith("query.")) {
            return ShownValue.ofAll(envelope.query().getOrDefault(field.substring("query.".length()), List.of()));
        }
        return switch (field) {
            case "method" -> ShownValue.of(envelope.method());
            case "source_ip" -> ShownValue.of(envelope.sourceIp());
            case "content_type" -> envelope.contentType() == null ? ABSENT : ShownValue.of(envelope.contentType());
            default -> {
                int path = pathStart(field);
                Object found = path < 0 ? PayloadPath.Absent.ABSENT : PayloadPath.find(envelope.json(), field, path);
                yield found instanceof PayloadPath.Absent ? ABSENT : ShownValue.of(found);
            }
        };
    }
}
