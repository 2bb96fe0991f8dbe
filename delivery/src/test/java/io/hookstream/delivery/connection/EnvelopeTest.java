package io.hookstream.delivery.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    @Test
    void findsHeadersInAnySpelling() {
        Envelope envelope = Envelopes.of("{}");
        assertThat(envelope.header("x-github-event")).containsExactly("push");
        assertThat(envelope.header("ACCEPT")).containsExactlyInAnyOrder("a/1", "a/2", "a/3");
        assertThat(envelope.header("x-none")).isEmpty();
    }

    @Test
    void decodesTheQuery() {
        assertThat(Envelopes.of("{}").query())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "page", List.of("2"),
                        "tag", List.of("a", "b c"),
                        "flag", List.of(""),
                        "broken", List.of("%zz"),
                        "plus", List.of("1 1")));
    }

    @Test
    void keepsTheExactValueOfNumbers() {
        assertThat(Envelopes.of(
                                "[1, 3000000000, 12345678901234567890, 0.1, 1.0, 1e400, 0.12345678901234567890, 1e-400]")
                        .json())
                .isEqualTo(List.of(
                        1,
                        3_000_000_000L,
                        new BigInteger("12345678901234567890"),
                        0.1,
                        1.0,
                        new BigDecimal("1e400"),
                        new BigDecimal("0.12345678901234567890"),
                        new BigDecimal("1e-400")));
    }

    @Test
    void keepsTheLastOfDuplicateKeysAndKeysWithNul() {
        assertThat(Envelopes.of("{\"a\":1,\"b\":{\"c\":2},\"a\":3,\"x\\u0000y\":4}")
                        .json())
                .isEqualTo(Map.of("a", 3, "b", Map.of("c", 2), "x\0y", 4));
    }

    @Test
    void keepsNullsAndTheOrderOfKeys() {
        Object json = Envelopes.of("{\"z\":null,\"a\":[null,[],{}]}").json();
        assertThat(((Map<?, ?>) json).keySet().toArray()).containsExactly("z", "a");
        assertThat(json).hasToString("{z=null, a=[null, [], {}]}");
    }

    @Test
    void acceptsAByteOrderMark() {
        assertThat(Envelopes.of("\uFEFF{\"a\":1}").json()).isEqualTo(Map.of("a", 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 600, 1000})
    void acceptsNestingUpToAThousand(int depth) {
        assertThat(Envelopes.of("[".repeat(depth) + "]".repeat(depth)).jsonProblem())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|it is empty",
                "`  `|it is empty",
                "hello|hello",
                "{\"a\":1|end-of-input",
                "{} {}|something follows",
                "[1,]|expected",
                "{'a':1}|double-quote",
                "NaN|NaN",
                "1e99999999999|99999999999"
            })
    void saysWhyABodyIsNotJson(String body, String why) {
        Envelope envelope = Envelopes.of(body);
        assertThat(envelope.json()).isNull();
        assertThat(envelope.jsonProblem().orElseThrow())
                .startsWith("body is not JSON: ")
                .containsIgnoringCase(why);
    }

    @Test
    void refusesInvalidUtf8AndNestingPastAThousand() {
        assertThat(Envelopes.of(new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'})
                        .jsonProblem()
                        .orElseThrow())
                .contains("UTF-8");
        assertThat(Envelopes.of("[".repeat(1001) + "]".repeat(1001))
                        .jsonProblem()
                        .orElseThrow())
                .contains("depth");
    }

    @Test
    void acceptsAStringOfAlmostTheLargestBody() {
        byte[] body = new byte[25 * 1024 * 1024];
        Arrays.fill(body, (byte) 'x');
        body[0] = '"';
        body[body.length - 1] = '"';
        assertThat(((String) Envelopes.of(body).json())).hasSize(body.length - 2);
    }

    @Test
    void parsesOnceAndSharesATreeThatCannotBeChanged() {
        Envelope envelope = Envelopes.of("{\"a\":[1]}".getBytes(StandardCharsets.UTF_8));
        assertThat(envelope.json()).isSameAs(envelope.json());
        assertThat((Map<?, ?>) envelope.json()).isUnmodifiable();
    }
}
