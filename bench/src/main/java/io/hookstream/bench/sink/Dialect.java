package io.hookstream.bench.sink;

import io.hookstream.bench.load.HttpReader.Message;
import io.hookstream.bench.load.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * What a port of the sink answers in. Each is as much of a service as a sender checks before it says that a delivery
 * succeeded; credentials and signatures are not looked at.
 */
public enum Dialect {
    /** Each path is a place of its own. */
    HTTP,
    SQS,
    S3,
    EVENTBRIDGE,
    PUBSUB,
    KAFKA_REST,
    RABBITMQ;

    private static final byte[] DATA = "\"data\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = json("{\"ok\":true}");
    private static final byte[] STORED = answer("ETag: \"00000000000000000000000000000000\"\r\n", new byte[0]);
    private static final byte[] TAKEN =
            json("{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"11710aed-b79e-4468-a20b-bb3c0c3b4860\"}]}");
    private static final byte[] PUBLISHED = json("{\"messageIds\":[\"1\"]}");
    private static final byte[] PRODUCED =
            json("{\"error_code\":200,\"cluster_id\":\"bench\",\"topic_name\":\"events\","
                    + "\"partition_id\":0,\"offset\":0,\"timestamp\":\"2026-01-01T00:00:00Z\"}");
    private static final byte[] ROUTED = json("{\"routed\":true}");

    /** Under which name the sink counts what arrives here. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where a request's webhook belongs. */
    String place(Message request) {
        return this == HTTP ? request.target().substring(1) : label();
    }

    /** That in which the mark can be read. */
    byte[] readable(Message request) {
        return this == PUBSUB ? decoded(request.body()) : request.body();
    }

    /** A whole answer, which says that all is well. */
    byte[] answer(Message request) {
        return switch (this) {
            case HTTP -> OK;
            case SQS -> answer("Content-Type: application/x-amz-json-1.0\r\n", SqsAnswer.to(request.body()));
            case S3 -> STORED;
            case EVENTBRIDGE -> TAKEN;
            case PUBSUB -> PUBLISHED;
            case KAFKA_REST -> PRODUCED;
            case RABBITMQ -> ROUTED;
        };
    }

    private static byte[] json(String body) {
        return answer("Content-Type: application/json\r\n", body.getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] answer(String headers, byte[] body) {
        byte[] head = ("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /** The beginning of the data of a message's. */
    private static byte[] decoded(byte[] body) {
        int length = (Payload.MARK_END + 2) / 3 * 4;
        for (int at = 0; at + DATA.length + length <= body.length; at++) {
            if (Arrays.equals(body, at, at + DATA.length, DATA, 0, DATA.length)) {
                int from = at + DATA.length;
                return Base64.getDecoder().decode(Arrays.copyOfRange(body, from, from + length));
            }
        }
        return new byte[0];
    }
}
