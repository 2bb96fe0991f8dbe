package io.hookstream.messages.connection;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a connection's filter. Either a comparison ({@code field}, {@code op}, {@code value}) or exactly one of
 * the groups {@code any}, {@code all}, {@code not}. The rules of a connection are ANDed.
 *
 * @param field {@code payload.…} or {@code body.…}, {@code headers.…}, {@code query.…}, {@code method},
 *     {@code content_type}, {@code source_ip}; a path step is an object key or an array index
 * @param op one of {@link #OPERATORS}; {@code operator} is accepted for it
 * @param value what to compare with; a list for {@code in}, a boolean for {@code exists}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FilterRule(
        @Nullable String field,
        @JsonAlias("operator") @Nullable String op,
        @Nullable Object value,
        @Nullable List<FilterRule> any,
        @Nullable List<FilterRule> all,
        @Nullable FilterRule not) {

    public static final Set<String> OPERATORS =
            Set.of("eq", "neq", "contains", "gt", "gte", "lt", "lte", "exists", "in");

    private static final Set<String> PLAIN_FIELDS = Set.of("payload", "body", "method", "content_type", "source_ip");
    private static final List<String> PREFIXES = List.of("payload.", "body.", "headers.", "query.");

    /** Nesting past this depth is refused, so that evaluating a rule needs a bounded stack. */
    private static final int MAX_DEPTH = 16;

    private static final String EITHER_OR = ": must be either {field, op, value} or exactly one of any, all, not";

    public static FilterRule compare(String field, String op, @Nullable Object value) {
        return new FilterRule(field, op, value, null, null, null);
    }

    /**
     * Checks the rule and those in it.
     *
     * @param at where the rule stands, such as {@code filter_rules[0]}, for the message
     * @throws IllegalArgumentException if the rule cannot be evaluated; the message names what is wrong and where
     */
    public void validate(String at) {
        validate(at, 1);
    }

    /** Checks each of the rules like {@link #validate(String)}; {@code at} is where the list stands. */
    static void validateEach(List<FilterRule> rules, String at) {
        validateEach(rules, at, 1);
    }

    private void validate(String at, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(at + ": rules are nested more than " + MAX_DEPTH + " deep");
        }
        int groups = (any == null ? 0 : 1) + (all == null ? 0 : 1) + (not == null ? 0 : 1);
        boolean comparison = field != null || op != null || value != null;
        if (groups + (comparison ? 1 : 0) != 1) {
            throw new IllegalArgumentException(at + EITHER_OR);
        }
        validateAll(any, at + ".any", depth);
        validateAll(all, at + ".all", depth);
        if (not != null) {
            not.validate(at + ".not", depth + 1);
        }
        if (comparison) {
            validateComparison(at);
        }
    }

    private static void validateAll(@Nullable List<FilterRule> rules, String at, int depth) {
        if (rules == null) {
            return;
        }
        if (rules.isEmpty()) {
            throw new IllegalArgumentException(at + ": must hold at least one rule");
        }
        validateEach(rules, at, depth + 1);
    }

    private static void validateEach(List<FilterRule> rules, String at, int depth) {
        for (int i = 0; i < rules.size(); i++) {
            FilterRule rule = rules.get(i);
            if (rule == null) { // JSON can say so
                throw new IllegalArgumentException(at + "[" + i + "]" + EITHER_OR);
            }
            rule.validate(at + "[" + i + "]", depth);
        }
    }

    private void validateComparison(String at) {
        if (field == null || (!PLAIN_FIELDS.contains(field) && PREFIXES.stream().noneMatch(field::startsWith))) {
            throw new IllegalArgumentException(at + ".field: must be payload, payload.<path>, body.<path>,"
                    + " headers.<name>, query.<name>, method, content_type or source_ip");
        }
        if (op == null || !OPERATORS.contains(op)) {
            throw new IllegalArgumentException(
                    at + ".op: must be one of eq, neq, contains, gt, gte, lt, lte, exists," + " in; was " + op);
        }
        switch (op) {
            case "in" -> require(value instanceof Collection<?>, at, "must be a list for the operator in");
            case "exists" ->
                require(value == null || value instanceof Boolean, at, "must be true or false for the operator exists");
            case "contains" -> require(value instanceof String, at, "must be a string for the operator contains");
            case "gt", "gte", "lt", "lte" ->
                require(value instanceof Number || isNumeric(value), at, "must be a number for the operator " + op);
            default -> {
                // eq and neq compare with any value
            }
        }
    }

    private static boolean isNumeric(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return false;
        }
        try {
            new java.math.BigDecimal(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void require(boolean condition, String at, String message) {
        if (!condition) {
            throw new IllegalArgumentException(at + ".value: " + message);
        }
    }
}
