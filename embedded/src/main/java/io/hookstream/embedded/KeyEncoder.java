package io.hookstream.embedded;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Encodes values as bytes whose unsigned order is MongoDB's order of the values, so that an index is a sorted set of
 * byte arrays. Values that a query takes for equal have equal bytes: all kinds of numbers are one kind, null and missing
 * are one value. No encoding is the beginning of another one, so several can stand behind each other.
 */
final class KeyEncoder {

    /** What a value's encoding begins with. There is room between them: the end of a kind is its tag plus one. */
    private static final int NULL = 0x0A;

    private static final int NUMBER = 0x10;
    private static final int STRING = 0x20;
    private static final int OBJECT_ID = 0x50;
    private static final int BOOLEAN = 0x58;
    private static final int DATE = 0x60;

    private static final int MIN_KEY = 0x05;
    private static final int EMPTY_ARRAY = 0x08;
    private static final int DOCUMENT = 0x30;
    private static final int ARRAY = 0x38;
    private static final int BINARY = 0x40;
    private static final int LEGACY_UUID = 0x44;
    private static final int UUID_TAG = 0x48;
    private static final int TIMESTAMP = 0x68;
    private static final int REGULAR_EXPRESSION = 0x70;
    private static final int CODE = 0x78;
    private static final int MAX_KEY = 0x7E;

    /** How many bytes end a text. */
    static final int TEXT_END = 2;

    private static final int DELTA_OF_ZERO = 0x8000;

    private byte[] bytes = new byte[128];
    private int length;

    /** Stands for an array without elements where the elements are what is indexed. It comes before null. */
    enum EmptyArray {
        INSTANCE
    }

    static byte[] encode(@Nullable Object value, boolean ascending) {
        return new KeyEncoder().add(value, ascending).toBytes();
    }

    KeyEncoder add(@Nullable Object value, boolean ascending) {
        int start = length;
        append(value);
        if (!ascending) {
            for (int i = start; i < length; i++) {
                bytes[i] = (byte) ~bytes[i];
            }
        }
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    static int tag(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case Missing missing -> NULL;
            case EmptyArray empty -> EMPTY_ARRAY;
            case Number number -> NUMBER;
            case String text -> STRING;
            case Map<?, ?> document -> DOCUMENT;
            case Collection<?> array -> ARRAY;
            case BinData binary -> BINARY;
            case LegacyUUID uuid -> LEGACY_UUID;
            case UUID uuid -> UUID_TAG;
            case ObjectId id -> OBJECT_ID;
            case Boolean bool -> BOOLEAN;
            case Instant date -> DATE;
            case BsonTimestamp timestamp -> TIMESTAMP;
            case BsonRegularExpression expression -> REGULAR_EXPRESSION;
            case BsonJavaScript code -> CODE;
            case MinKey min -> MIN_KEY;
            case MaxKey max -> MAX_KEY;
            default -> throw new IllegalArgumentException("There is no order of " + value.getClass());
        };
    }

    private void append(@Nullable Object value) {
        append(tag(value));
        switch (value) {
            case Number number -> appendNumber(number);
            case String text -> appendText(text);
            case Map<?, ?> document -> appendDocument(document);
            case Collection<?> array -> {
                array.forEach(this::append);
                append(0);
            }
            case BinData binary -> {
                appendLong(binary.getData().length);
                appendAll(binary.getData());
            }
            case LegacyUUID uuid -> appendUuid(uuid.getUuid());
            case UUID uuid -> appendUuid(uuid);
            case ObjectId id -> appendAll(id.toByteArray());
            case Boolean bool -> append(bool ? 1 : 0);
            case Instant date -> appendLong(date.toEpochMilli() ^ Long.MIN_VALUE);
            case BsonTimestamp timestamp -> appendLong(timestamp.getValue());
            case BsonRegularExpression expression -> {
                appendText(expression.getPattern());
                appendText(String.valueOf(expression.getOptions()));
            }
            case BsonJavaScript code -> appendText(code.getCode());
            case null, default -> {
                // Nothing beside the tag.
            }
        }
    }

    /**
     * A number is its nearest double and, for the few longs that are none, how far it is from there. Decimals count as
     * their doubles, as they do where queries compare them.
     */
    private void appendNumber(Number number) {
        double value = number.doubleValue() + 0.0;
        long bits = Double.doubleToLongBits(value);
        appendLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
        long delta = number instanceof Long exact ? exact - (long) value : 0;
        append((int) (delta + DELTA_OF_ZERO) >> 8);
        append((int) (delta + DELTA_OF_ZERO));
    }

    private void appendText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (text.indexOf('\0') < 0) {
            appendAll(utf8);
        } else {
            for (byte each : utf8) {
                append(each);
                if (each == 0) {
                    append(0xFF);
                }
            }
        }
        append(0);
        append(1);
    }

    private void appendDocument(Map<?, ?> document) {
        document.forEach((name, value) -> {
            append(tag(value));
            appendText(String.valueOf(name));
            append(value);
        });
        append(0);
    }

    private void appendUuid(UUID uuid) {
        appendLong(uuid.getMostSignificantBits());
        appendLong(uuid.getLeastSignificantBits());
    }

    private void appendLong(long value) {
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            append((int) (value >>> shift));
        }
    }

    private void appendAll(byte[] values) {
        if (length + values.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + values.length));
        }
        System.arraycopy(values, 0, bytes, length, values.length);
        length += values.length;
    }

    private void append(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) value;
    }

    /** The key of a sort that puts documents without an index in the order that an index would give. */
    static byte[] sortKey(Document document, Document order) {
        KeyEncoder key = new KeyEncoder();
        order.forEach((path, direction) -> {
            boolean ascending = !(direction instanceof Number number) || number.intValue() >= 0;
            byte[] chosen = null;
            for (Object value : FieldPath.of(path).values(document)) {
                byte[] one = encode(value, true);
                int difference = chosen == null ? 0 : Arrays.compareUnsigned(one, chosen);
                if (chosen == null || (ascending ? difference < 0 : difference > 0)) {
                    chosen = one;
                }
            }
            int start = key.length;
            key.appendAll(chosen == null ? new byte[0] : chosen);
            for (int i = start; !ascending && i < key.length; i++) {
                key.bytes[i] = (byte) ~key.bytes[i];
            }
        });
        return key.toBytes();
    }

    /** The text that is encoded here; null if it is another kind of value. */
    static @Nullable String text(byte[] key, int from, int to, boolean ascending) {
        int mask = ascending ? 0 : 0xFF;
        if (((key[from] ^ mask) & 0xFF) != STRING) {
            return null;
        }
        byte[] utf8 = new byte[to - TEXT_END - from - 1];
        int length = 0;
        for (int at = from + 1; at < to - TEXT_END; at++) {
            utf8[length] = (byte) (key[at] ^ mask);
            at += utf8[length++] == 0 ? 1 : 0; // what follows a NUL only marks it
        }
        return new String(utf8, 0, length, StandardCharsets.UTF_8);
    }

    /** Where the value that begins here ends. */
    static int end(byte[] key, int start, boolean ascending) {
        int mask = ascending ? 0 : 0xFF;
        int at = start + 1;
        switch ((key[start] ^ mask) & 0xFF) {
            case NUMBER -> at += Long.BYTES + Short.BYTES;
            case STRING, CODE -> at = endOfText(key, at, mask);
            case REGULAR_EXPRESSION -> at = endOfText(key, endOfText(key, at, mask), mask);
            case BINARY -> {
                long length = 0;
                for (int i = 0; i < Long.BYTES; i++) {
                    length = (length << Byte.SIZE) | ((key[at++] ^ mask) & 0xFF);
                }
                at += (int) length;
            }
            case LEGACY_UUID, UUID_TAG -> at += 2 * Long.BYTES;
            case OBJECT_ID -> at += 12;
            case BOOLEAN -> at++;
            case DATE, TIMESTAMP -> at += Long.BYTES;
            case DOCUMENT -> {
                while (((key[at] ^ mask) & 0xFF) != 0) {
                    at = end(key, endOfText(key, at + 1, mask), ascending);
                }
                at++;
            }
            case ARRAY -> {
                while (((key[at] ^ mask) & 0xFF) != 0) {
                    at = end(key, at, ascending);
                }
                at++;
            }
            default -> {
                // Nothing beside the tag.
            }
        }
        return at;
    }

    private static int endOfText(byte[] key, int start, int mask) {
        int at = start;
        while (((key[at] ^ mask) & 0xFF) != 0 || ((key[at + 1] ^ mask) & 0xFF) != 1) {
            at += ((key[at] ^ mask) & 0xFF) == 0 ? 2 : 1;
        }
        return at + TEXT_END;
    }

    /** The least bytes that are greater than all that begin with these. */
    static byte[] after(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] next = Arrays.copyOf(prefix, i + 1);
                next[i]++;
                return next;
            }
        }
        return new byte[] {(byte) 0xFF, (byte) 0xFF};
    }
}
