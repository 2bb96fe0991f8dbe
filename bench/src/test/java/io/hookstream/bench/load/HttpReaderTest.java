package io.hookstream.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.bench.load.HttpReader.Message;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReaderTest {
    private static final String STREAM = "HTTP/1.1 200 OK\r\nX-A:  b \r\ncontent-length: 3\r\n\r\nabc"
            + "POST /a?b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n3;e=1\r\nfgh\r\n0\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, 1000})
    void cutsMessagesWhereverTheNetworkCutsTheStream(int piece) throws IOException {
        List<Message> messages = read(STREAM, piece);
        assertThat(messages).hasSize(3);
        assertThat(messages.get(0).status()).isEqualTo(200);
        assertThat(messages.get(0).header("x-a")).isEqualTo("b");
        assertThat(messages.get(0).header("X")).isNull();
        assertThat(messages.get(0).body()).asString(StandardCharsets.US_ASCII).isEqualTo("abc");
        assertThat(messages.get(1).target()).isEqualTo("/a?b");
        assertThat(messages.get(1).body()).asString(StandardCharsets.US_ASCII).isEqualTo("defgh");
        assertThat(messages.get(2).status()).isEqualTo(204);
        assertThat(messages.get(2).body()).isEmpty();
    }

    @Test
    void growsForALargeBody() throws IOException {
        String body = "x".repeat(200_000);
        String message = "POST / HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        assertThat(read(message, 5_000))
                .singleElement()
                .satisfies(read -> assertThat(read.body()).hasSize(body.length()));
    }

    @Test
    void refusesAChunkWithoutASize() {
        assertThatThrownBy(() -> read("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 100))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("zz");
    }

    private static List<Message> read(String stream, int piece) throws IOException {
        byte[] bytes = stream.getBytes(StandardCharsets.US_ASCII);
        List<Message> messages = new ArrayList<>();
        HttpReader reader = new HttpReader();
        for (int from = 0; from < bytes.length; from += piece) {
            reader.fill(
                    Channels.newChannel(new ByteArrayInputStream(bytes, from, Math.min(piece, bytes.length - from))));
            for (Message message = reader.next(); message != null; message = reader.next()) {
                messages.add(message);
            }
        }
        return messages;
    }
}
