package io.hookstream.delivery.connection;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value from an event in a sentence for people. It is stored with the sentence and anybody may have sent it: so it is
 * short, and it is text that every format can hold.
 */
final class ShownValue {

    private static final int MAX_LENGTH = 100;
    private static final int MAX_VALUES = 3;

    private ShownValue() {}

    /** {@code "text"}, {@code 1.5}, {@code null}, {@code an object} or {@code a list of 3}. */
    static String of(@Nullable Object value) {
        return switch (value) {
            case String text -> '"' + cut(text) + '"';
            case Map<?, ?> map -> "an object";
            case Collection<?> list -> "a list of " + list.size();
            case null, default -> cut(String.valueOf(value));
        };
    }

    /** Several values of one name, such as a header's. */
    static String ofAll(List<String> values) {
        if (values.isEmpty()) {
            return "absent";
        }
        String shown = values.stream().limit(MAX_VALUES).map(ShownValue::of).collect(Collectors.joining(", "));
        return values.size() <= MAX_VALUES ? shown : shown + ", …";
    }

    /** What a rule compares with: a list of values is told in full, as a person wrote it. */
    static String expected(@Nullable Object value) {
        return value instanceof Collection<?> || value instanceof Map<?, ?> ? cut(String.valueOf(value)) : of(value);
    }

    private static String cut(String text) {
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (at < text.length() && at < MAX_LENGTH) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            boolean broken = Character.getType(character) == Character.SURROGATE || Character.isISOControl(character);
            shown.appendCodePoint(broken ? '\uFFFD' : character);
        }
        return at < text.length() ? shown.append('…').toString() : shown.toString();
    }
}
