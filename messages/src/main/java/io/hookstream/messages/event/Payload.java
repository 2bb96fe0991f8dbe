package io.hookstream.messages.event;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of an event: opaque bytes.
 *
 * @param size in bytes
 * @param inline the bytes, if there are few; otherwise null, and they are in the {@link PayloadStore} under the event's id
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record Payload(int size, byte @Nullable [] inline) {

    /** Larger payloads are kept beside the log, in bytes. */
    public static final int MAX_INLINE = 10 * 1024;

    public static Payload inline(byte[] bytes) {
        return new Payload(bytes.length, bytes);
    }

    public static Payload stored(int size) {
        return new Payload(size, null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload that && size == that.size && Arrays.equals(inline, that.inline);
    }

    @Override
    public int hashCode() {
        return Objects.hash(size, Arrays.hashCode(inline));
    }

    @Override
    public String toString() {
        return size + " bytes" + (inline == null ? ", stored" : "");
    }
}
