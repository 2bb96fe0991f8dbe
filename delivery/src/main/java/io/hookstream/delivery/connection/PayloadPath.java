package io.hookstream.delivery.connection;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows {@code data.items.0.id} into a payload: each step is an object's key or an array's index. */
public final class PayloadPath {

    /** Stands for "there is no such path", which differs from a null found there. */
    enum Absent {
        ABSENT
    }

    private static final int MAX_INDEX_DIGITS = 9;

    private PayloadPath() {}

    /** What is found at a path of a body that is JSON, as text; null if nothing is, or an object, a list or null. */
    public static @Nullable String text(byte[] body, String path) {
        return switch (find(JsonBody.parse(body).value(), path, 0)) {
            case String text -> text;
            case BigDecimal number -> number.toPlainString();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case null, default -> null;
        };
    }

    /**
     * A dot always separates two steps, so a key that contains a dot cannot be reached.
     *
     * @param path holds the steps from {@code start} on; none if that is its end
     */
    static @Nullable Object find(@Nullable Object root, String path, int start) {
        Object at = root;
        int from = start;
        while (from < path.length()) {
            int dot = path.indexOf('.', from);
            int to = dot < 0 ? path.length() : dot;
            at = step(at, path.substring(from, to));
            if (at instanceof Absent) {
                return at;
            }
            from = to + 1;
        }
        return at;
    }

    private static @Nullable Object step(@Nullable Object at, String key) {
        if (at instanceof Map<?, ?> map) {
            Object value = map.get(key);
            return value != null || map.containsKey(key) ? value : Absent.ABSENT;
        }
        if (at instanceof List<?> list) {
            int index = index(key);
            return index >= 0 && index < list.size() ? list.get(index) : Absent.ABSENT;
        }
        return Absent.ABSENT;
    }

    private static int index(String key) {
        if (key.isEmpty() || key.length() > MAX_INDEX_DIGITS) {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < key.length(); i++) {
            char digit = key.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            index = index * 10 + (digit - '0');
        }
        return index;
    }
}
