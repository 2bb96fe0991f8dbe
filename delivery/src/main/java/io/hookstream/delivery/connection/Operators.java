package io.hookstream.delivery.connection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The nine filter operators on one value. Numbers compare by exact decimal value and are never expanded to their
 * digits, so 1e1000000000 is cheap.
 */
final class Operators {

    /** Reading a decimal takes time that grows with the square of its length; Jackson too stops at 1,000 digits. */
    private static final int MAX_NUMERIC_STRING = 1000;

    private Operators() {}

    /**
     * @param present false if the path does not exist; then only {@code neq} and {@code exists: false} match
     * @param actual null for a JSON null too
     */
    static boolean matches(String op, boolean present, @Nullable Object actual, @Nullable Object expected) {
        return switch (op) {
            case "eq" -> present && equal(actual, expected);
            case "neq" -> !present || !equal(actual, expected);
            case "exists" -> (actual != null) == !Boolean.FALSE.equals(expected);
            case "contains" -> actual instanceof String text && expected instanceof String part && text.contains(part);
            case "in" -> present && expected instanceof Collection<?> allowed && contains(allowed, actual);
            case "gt", "gte", "lt", "lte" -> ordered(op, actual, expected);
            default -> false;
        };
    }

    private static boolean contains(Collection<?> allowed, @Nullable Object actual) {
        for (Object candidate : allowed) {
            if (equal(actual, candidate)) {
                return true;
            }
        }
        return false;
    }

    /** Equal in type and value; numbers of any Java type by value, lists and objects by their elements. */
    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number left && b instanceof Number right) {
            Integer order = compare(left, right);
            return order != null && order == 0;
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return equalLists(left, right);
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return equalMaps(left, right);
        }
        return a == null ? b == null : a.equals(b);
    }

    private static boolean equalLists(List<?> left, List<?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> others = right.iterator();
        for (Object element : left) {
            if (!equal(element, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalMaps(Map<?, ?> left, Map<?, ?> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<?, ?> entry : left.entrySet()) {
            if (!right.containsKey(entry.getKey()) || !equal(entry.getValue(), right.get(entry.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean ordered(String op, @Nullable Object actual, @Nullable Object expected) {
        Number left = numeric(actual);
        Number right = numeric(expected);
        Integer order = left == null || right == null ? null : compare(left, right);
        if (order == null) {
            return false;
        }
        return switch (op) {
            case "gt" -> order > 0;
            case "gte" -> order >= 0;
            case "lt" -> order < 0;
            default -> order <= 0;
        };
    }

    private static @Nullable Number numeric(@Nullable Object value) {
        if (value instanceof Number number) {
            return number;
        }
        if (!(value instanceof String text) || text.isEmpty() || text.length() > MAX_NUMERIC_STRING) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Null if one of them is not a number after all. */
    private static @Nullable Integer compare(Number a, Number b) {
        if (isIntegral(a) && isIntegral(b)) {
            return Long.compare(a.longValue(), b.longValue());
        }
        BigDecimal left = exact(a);
        BigDecimal right = exact(b);
        return left == null || right == null ? null : Integer.valueOf(left.compareTo(right));
    }

    private static boolean isIntegral(Number number) {
        return number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte;
    }

    private static @Nullable BigDecimal exact(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            case Double d -> Double.isFinite(d) ? BigDecimal.valueOf(d) : null;
            case Float f -> Float.isFinite(f) ? new BigDecimal(f.toString()) : null;
            default -> isIntegral(number) ? BigDecimal.valueOf(number.longValue()) : null;
        };
    }
}
