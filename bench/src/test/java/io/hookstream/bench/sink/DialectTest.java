package io.hookstream.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.bench.load.HttpReader;
import io.hookstream.bench.load.HttpReader.Message;
import io.hookstream.bench.load.Payload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class DialectTest {
    private static final byte[] BODY = Payload.body(400, 77, 5);

    private static Message request(String body) throws IOException {
        String whole = "POST /there HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        HttpReader reader = new HttpReader();
        reader.fill(Channels.newChannel(new ByteArrayInputStream(whole.getBytes(StandardCharsets.US_ASCII))));
        return reader.next();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void theMarkIsReadOutOfAPubSubMessage() throws IOException {
        Message message =
                request("{\"messages\":[{\"data\":\"" + Base64.getEncoder().encodeToString(BODY) + "\"}]}");
        byte[] readable = Dialect.PUBSUB.readable(message);
        assertThat(Payload.sequence(readable, Payload.find(readable))).isEqualTo(77);
    }

    @Test
    void whatIsNoPubSubMessageHasNoMark() throws IOException {
        assertThat(Payload.find(Dialect.PUBSUB.readable(request("{}")))).isNegative();
    }

    @Test
    void placesByHttpAreTheirPaths() throws IOException {
        assertThat(Dialect.HTTP.place(request("x"))).isEqualTo("there");
        assertThat(Dialect.S3.place(request("x"))).isEqualTo("s3");
    }

    /** The digests are those that md5sum makes of the same bytes. */
    @Test
    void sqsIsAnsweredWithTheDigestsThatItsClientCompares() throws IOException {
        String answer = text(Dialect.SQS.answer(request(
                "{\"MessageBody\":\"hello\",\"MessageAttributes\":{\"b\":{\"DataType\":\"Number\",\"StringValue\":\"1\"},"
                        + "\"a\":{\"DataType\":\"String\",\"StringValue\":\"x\"}}}")));
        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\"MD5OfMessageBody\": \"5d41402abc4b2a76b9719d911017c592\"")
                .contains("\"MD5OfMessageAttributes\": \"e36d421cd8b039f42b7052c32b82393e\"");
    }
}
