package io.hookstream.messages.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void isEqualToAnotherWithTheSameBytes() {
        assertThat(inline("abc")).isEqualTo(inline("abc")).hasSameHashCodeAs(inline("abc"));
    }

    @Test
    void differsFromOneOfTheSameSizeWithOtherBytes() {
        assertThat(inline("abc")).isNotEqualTo(inline("abd"));
    }

    @Test
    void aStoredOneIsEqualToAnotherOfTheSameSize() {
        assertThat(Payload.stored(3)).isEqualTo(Payload.stored(3)).hasSameHashCodeAs(Payload.stored(3));
        assertThat(Payload.stored(3)).isNotEqualTo(Payload.stored(4));
    }

    @Test
    void aStoredOneDiffersFromAnInlineOneOfTheSameSize() {
        assertThat(Payload.stored(3)).isNotEqualTo(inline("abc"));
        assertThat(Payload.stored(0)).isNotEqualTo(inline(""));
    }

    @Test
    void theSizeOfAnInlineOneIsInBytes() {
        assertThat(inline("é€").size()).isEqualTo(5);
    }

    @Test
    void showsNoBytesInALog() {
        assertThat(inline("secret")).hasToString("6 bytes");
        assertThat(Payload.stored(20_000)).hasToString("20000 bytes, stored");
    }

    private static Payload inline(String text) {
        return Payload.inline(text.getBytes(StandardCharsets.UTF_8));
    }
}
