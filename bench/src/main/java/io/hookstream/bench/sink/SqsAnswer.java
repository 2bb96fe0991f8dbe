package io.hookstream.bench.sink;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/**
 * What SQS answers to SendMessage: the digests of what it got, which Amazon's client compares with what it sent. The digest of
 * attributes is described in Amazon SQS's developer guide, "Calculating the MD5 message digest for message attributes".
 */
final class SqsAnswer {
    private static final byte STRING = 1;

    private SqsAnswer() {}

    static byte[] to(byte[] request) {
        Document message = Document.parse(new String(request, StandardCharsets.UTF_8));
        Document answer = new Document("MessageId", "5fea7756-0ea4-451a-a703-a558b933e274")
                .append("MD5OfMessageBody", hex(bytes(message.getString("MessageBody"))));
        Document attributes = message.get("MessageAttributes", Document.class);
        if (attributes != null && !attributes.isEmpty()) {
            answer.append("MD5OfMessageAttributes", hex(canonical(attributes)));
        }
        return bytes(answer.toJson());
    }

    /** Sorted by name, each as name, type, one byte for how its value is written, and value, with their lengths before them. */
    private static byte[] canonical(Document attributes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Map.Entry<String, Object> attribute : new TreeMap<>(attributes).entrySet()) {
            Document value = (Document) attribute.getValue();
            write(all, attribute.getKey());
            write(all, value.getString("DataType"));
            all.write(STRING);
            write(all, value.getString("StringValue"));
        }
        return all.toByteArray();
    }

    private static void write(ByteArrayOutputStream all, String text) {
        byte[] bytes = bytes(text);
        all.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        all.writeBytes(bytes);
    }

    private static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
