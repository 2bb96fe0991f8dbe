package io.hookstream.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The JSON body of one webhook. Its number and the time it was sent stand at fixed places, so that writing and reading
 * them costs next to nothing; and inside the body, because a destination is sent nothing else of the sender's.
 */
final class Payload {
    static final String TYPE = "order.created";
    private static final String START = "{\"seq\":\"";
    private static final String BETWEEN = "\",\"sent\":\"";
    private static final int SEQUENCE_DIGITS = 10;
    private static final int TIME_DIGITS = 16;
    private static final int SEQUENCE_AT = START.length();
    private static final int TIME_AT = SEQUENCE_AT + SEQUENCE_DIGITS + BETWEEN.length();

    private Payload() {}

    /** A body of {@code size} bytes, or of as few as there must be. */
    static byte[] template(int size) {
        String head = START + "0".repeat(SEQUENCE_DIGITS) + BETWEEN + "0".repeat(TIME_DIGITS) + "\",\"type\":\"" + TYPE
                + "\",\"data\":{\"id\":\"ord_123\",\"amount\":4999,\"currency\":\"eur\",\"customer\":{\"id\":\"cus_42\"},"
                + "\"note\":\"";
        String tail = "\"}}";
        String padding = "x".repeat(Math.max(0, size - head.length() - tail.length()));
        return (head + padding + tail).getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes a webhook's number and time into the template that stands at {@code from}. */
    static void stamp(byte[] bytes, int from, int sequence, long sentMicros) {
        write(bytes, from + SEQUENCE_AT, SEQUENCE_DIGITS, sequence);
        write(bytes, from + TIME_AT, TIME_DIGITS, sentMicros);
    }

    static int sequence(byte[] body) {
        return (int) read(body, SEQUENCE_AT, SEQUENCE_DIGITS);
    }

    /** When it was sent, in microseconds since 1970. */
    static long sentMicros(byte[] body) {
        return read(body, TIME_AT, TIME_DIGITS);
    }

    static long nowMicros() {
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
