package io.hookstream.delivery.connection;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body read as JSON: either a tree of {@code Map}, {@code List}, {@code String}, {@code Boolean}, {@code null} and
 * numbers, or the reason why it is none. A number is the narrowest of {@code Integer}, {@code Long},
 * {@code BigInteger}, {@code Double} and {@code BigDecimal} that holds its exact decimal value, so that 1e400 is not
 * infinite and 0.12345678901234567890 keeps its digits. Of a duplicate key the last value wins.
 */
record JsonBody(@Nullable Object value, @Nullable String problem) {

    /** A body may be 25 MiB, and Jackson's own limit of 20 million characters for one string is below that. */
    private static final int MAX_STRING = 32 * 1024 * 1024;

    private static final int MAX_PROBLEM = 200;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
            .build();

    static JsonBody parse(byte[] bytes) {
        if (bytes.length == 0) {
            return new JsonBody(null, "it is empty");
        }
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) {
                return new JsonBody(null, "it is empty");
            }
            Object value = read(parser);
            if (parser.nextToken() != null) {
                return new JsonBody(null, "something follows the first value");
            }
            return new JsonBody(value, null);
        } catch (JsonProcessingException e) {
            return new JsonBody(null, describe(e));
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            return new JsonBody(null, shorten(String.valueOf(e.getMessage())));
        }
    }

    /** Without recursion: the stack needed does not grow with the depth of a payload. */
    private static @Nullable Object read(JsonParser parser) throws IOException {
        Deque<Object> open = new ArrayDeque<>();
        Deque<String> keys = new ArrayDeque<>();
        for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
            Object value;
            switch (token) {
                case START_OBJECT -> {
                    open.push(new LinkedHashMap<String, @Nullable Object>());
                    continue;
                }
                case START_ARRAY -> {
                    open.push(new ArrayList<@Nullable Object>());
                    continue;
                }
                case FIELD_NAME -> {
                    keys.push(parser.currentName());
                    continue;
                }
                case END_OBJECT, END_ARRAY -> value = unmodifiable(open.pop());
                default -> value = scalar(parser, token);
            }
            if (open.isEmpty()) {
                return value;
            }
            add(open.getFirst(), keys, value);
        }
        throw new IOException("it ends within a value");
    }

    @SuppressWarnings("unchecked")
    private static void add(Object container, Deque<String> keys, @Nullable Object value) {
        if (container instanceof List<?>) {
            ((List<@Nullable Object>) container).add(value);
        } else {
            ((Map<String, @Nullable Object>) container).put(keys.pop(), value);
        }
    }

    /** A tree is shared by all filters and transforms of its event. */
    private static Object unmodifiable(Object container) {
        return container instanceof List<?> list
                ? Collections.unmodifiableList(list)
                : Collections.unmodifiableMap((Map<?, ?>) container);
    }

    private static @Nullable Object scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser.getDecimalValue());
            case VALUE_NULL -> null;
            default -> throw new IOException("unexpected " + token);
        };
    }

    private static Number decimal(BigDecimal exact) {
        double nearest = exact.doubleValue();
        if (Double.isInfinite(nearest)) {
            return exact;
        }
        return BigDecimal.valueOf(nearest).compareTo(exact) == 0 ? (Number) nearest : exact;
    }

    private static String describe(JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
        return shorten(String.valueOf(e.getOriginalMessage())) + where;
    }

    private static String shorten(String message) {
        String line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= MAX_PROBLEM ? line : line.substring(0, MAX_PROBLEM) + "…";
    }
}
