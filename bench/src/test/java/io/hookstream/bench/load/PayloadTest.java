package io.hookstream.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void aBodyHasTheSizeAskedForAndKeepsItsMark() {
        byte[] body = Payload.body(1024, 1_234_567, 1_772_000_000_123_456L);
        assertThat(body).hasSize(1024);
        int at = Payload.find(body);
        assertThat(Payload.sequence(body, at)).isEqualTo(1_234_567);
        assertThat(Payload.sentMicros(body, at)).isEqualTo(1_772_000_000_123_456L);
        assertThat(new String(body, StandardCharsets.US_ASCII))
                .startsWith("{\"mark\":\"bench:0001234567:1772000000123456\",\"type\":\"order.created\"")
                .endsWith("x\"}}");
        assertThat(new String(body, 0, Payload.MARK_END, StandardCharsets.US_ASCII))
                .endsWith("3456");
        assertThat(Payload.template(1)).hasSizeLessThan(300);
    }

    @Test
    void aMarkIsFoundInWhateverABodyIsWrappedIn() {
        String body = new String(Payload.body(300, 42, 7), StandardCharsets.US_ASCII);
        byte[] wrapped =
                ("bench {\"MessageBody\":\"" + body.replace("\"", "\\\"") + "\"}").getBytes(StandardCharsets.US_ASCII);
        int at = Payload.find(wrapped);
        assertThat(Payload.sequence(wrapped, at)).isEqualTo(42);
        assertThat(Payload.sentMicros(wrapped, at)).isEqualTo(7);
    }

    @Test
    void whatHasNoMarkHasNone() {
        assertThat(Payload.find("{\"type\":\"ping\"}".getBytes(StandardCharsets.US_ASCII)))
                .isNegative();
        assertThat(Payload.find("bench:0000000001:17720000001234".getBytes(StandardCharsets.US_ASCII)))
                .as("a mark that is cut off")
                .isNegative();
    }
}
