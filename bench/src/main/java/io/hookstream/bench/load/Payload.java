package io.hookstream.bench.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The JSON body of one webhook. It begins with a mark: the webhook's number and the time it was sent, of fixed lengths and
 * without a character that any format escapes, so that it is found in whatever a destination's protocol wraps it in.
 */
public final class Payload {
    public static final String TYPE = "order.created";
    private static final String MARK = "bench:";
    private static final byte[] MARK_BYTES = MARK.getBytes(StandardCharsets.US_ASCII);
    private static final String START = "{\"mark\":\"" + MARK;
    private static final int SEQUENCE_DIGITS = 10;
    private static final int TIME_DIGITS = 16;
    private static final int TIME_AT = SEQUENCE_DIGITS + 1;
    private static final int LENGTH = SEQUENCE_DIGITS + 1 + TIME_DIGITS;
    /** From the start of a body to the end of its mark, in bytes. */
    public static final int MARK_END = START.length() + LENGTH;

    private Payload() {}

    /** A body of {@code size} bytes, or of as few as there must be. */
    static byte[] template(int size) {
        String head = START + "0".repeat(SEQUENCE_DIGITS) + ":" + "0".repeat(TIME_DIGITS) + "\",\"type\":\"" + TYPE
                + "\",\"data\":{\"id\":\"ord_123\",\"amount\":4999,\"currency\":\"eur\",\"customer\":{\"id\":\"cus_42\"},"
                + "\"note\":\"";
        String tail = "\"}}";
        String padding = "x".repeat(Math.max(0, size - head.length() - tail.length()));
        return (head + padding + tail).getBytes(StandardCharsets.US_ASCII);
    }

    /** A body of about {@code size} bytes with this number and time. */
    public static byte[] body(int size, int sequence, long sentMicros) {
        byte[] body = template(size);
        stamp(body, 0, sequence, sentMicros);
        return body;
    }

    /** Writes a webhook's number and time into the template that stands at {@code from}. */
    static void stamp(byte[] bytes, int from, int sequence, long sentMicros) {
        int at = from + START.length();
        write(bytes, at, SEQUENCE_DIGITS, sequence);
        write(bytes, at + TIME_AT, TIME_DIGITS, sentMicros);
    }

    /** Where the number of the first mark in there begins; negative if there is none. */
    public static int find(byte[] bytes) {
        int last = bytes.length - MARK_BYTES.length - LENGTH;
        for (int at = 0; at <= last; at++) {
            if (bytes[at] == MARK_BYTES[0] && isMark(bytes, at)) {
                return at + MARK_BYTES.length;
            }
        }
        return -1;
    }

    private static boolean isMark(byte[] bytes, int at) {
        for (int i = 1; i < MARK_BYTES.length; i++) {
            if (bytes[at + i] != MARK_BYTES[i]) {
                return false;
            }
        }
        return true;
    }

    /** The number that was found there. */
    public static int sequence(byte[] bytes, int at) {
        return (int) read(bytes, at, SEQUENCE_DIGITS);
    }

    /** When it was sent, in microseconds since 1970. */
    public static long sentMicros(byte[] bytes, int at) {
        return read(bytes, at + TIME_AT, TIME_DIGITS);
    }

    public static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static void write(byte[] bytes, int at, int digits, long value) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static long read(byte[] bytes, int at, int digits) {
        long value = 0;
        for (int i = at; i < at + digits; i++) {
            value = value * 10 + bytes[i] - '0';
        }
        return value;
    }
}
