package io.hookstream.embedded;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a condition demands of a field's encoded value in an index: to be from the first bytes on and before the second.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, nor changed.
record KeyBounds(byte[] from, byte[] to) {

    /** The encoded values, each once. In an index with arrays an empty one stands beside null. */
    static Collection<byte[]> points(List<@Nullable Object> values, boolean ascending, boolean multikey) {
        Collection<byte[]> encoded = new TreeSet<>(Arrays::compareUnsigned);
        for (Object value : values) {
            encoded.add(KeyEncoder.encode(value, ascending));
            if (value == null && multikey) {
                encoded.add(KeyEncoder.encode(KeyEncoder.EmptyArray.INSTANCE, ascending));
            }
        }
        return encoded;
    }

    /**
     * The range of a condition that has one. With arrays, one element may be above the lower bound and another below the
     * upper one: then it is all that is above the lower one.
     */
    static KeyBounds range(Conditions.Field demanded, boolean ascending, boolean multikey) {
        byte[] from = null;
        byte[] to = null;
        Object lower = demanded.lower;
        Object upper = demanded.upper;
        if (lower != null) {
            from = KeyEncoder.encode(lower, true);
            from = demanded.lowerIncluded ? from : KeyEncoder.after(from);
            to = new byte[] {(byte) (KeyEncoder.tag(lower) + 1)};
        }
        if (upper != null && (lower == null || !multikey)) {
            to = KeyEncoder.encode(upper, true);
            to = demanded.upperIncluded ? KeyEncoder.after(to) : to;
            from = from == null ? new byte[] {(byte) KeyEncoder.tag(upper)} : from;
        }
        if (demanded.prefix != null && from == null) {
            byte[] text = KeyEncoder.encode(demanded.prefix, true);
            from = Arrays.copyOf(text, text.length - KeyEncoder.TEXT_END);
            to = KeyEncoder.after(from);
        }
        KeyBounds bounds = new KeyBounds(Objects.requireNonNull(from), Objects.requireNonNull(to));
        return ascending ? bounds : bounds.complement();
    }

    KeyBounds behind(byte[] prefix) {
        return new KeyBounds(join(prefix, from), join(prefix, to));
    }

    boolean isEmpty() {
        return Arrays.compareUnsigned(from, to) >= 0;
    }

    boolean contains(byte[] key, int start, int end) {
        return Arrays.compareUnsigned(key, start, end, from, 0, from.length) >= 0
                && Arrays.compareUnsigned(key, start, end, to, 0, to.length) < 0;
    }

    boolean contains(KeyBounds other) {
        return Arrays.compareUnsigned(from, other.from) <= 0 && Arrays.compareUnsigned(to, other.to) >= 0;
    }

    static byte[] join(byte[] one, byte[] other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    /**
     * In a descending field all bytes are complemented. What was from a to before b is then from after the complement of b
     * to after the complement of a, also for keys that only begin with these bytes.
     */
    private KeyBounds complement() {
        return new KeyBounds(KeyEncoder.after(complement(to)), KeyEncoder.after(complement(from)));
    }

    private static byte[] complement(byte[] bytes) {
        byte[] complemented = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            complemented[i] = (byte) ~bytes[i];
        }
        return complemented;
    }
}
