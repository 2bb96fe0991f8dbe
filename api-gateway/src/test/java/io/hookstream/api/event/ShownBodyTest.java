package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownBodyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"paid\":true}",
                "{\"n\":1e400,\"m\":-1E+400,\"tiny\":1e-400}",
                "{\"a\":1,\"a\":2,\"b\":{\"a\":3,\"a\":4}}",
                "{\"n\":0.10000000000000000000000000000000000000000000000001}",
                "{\"a\":1.0,\"b\":1.00,\"c\":-0,\"d\":9007199254740993}",
                "{\"n\":1e1000000000}",
                "{ \"a\" :\n\t1 ,\r\n\"b\" : [ ] }",
                "{\"a\":\"\\u0041\\/\\b\\ud800\"}",
                "{\"a\\u0000b\":1}",
                "{\"\":{\"$set\":1,\"a.b\":2}}",
                "{\"text\":\"Zażółć \uD83D\uDE00\"}",
                "[]",
                "42",
                "-1.5e3",
                "\"text\"",
                "true",
                "null"
            })
    void jsonIsPassedOnAsTheTextThatCame(String json) {
        assertThat(shown(json)).isEqualTo(new ShownBody(json, "json"));
    }

    @Test
    void whiteSpaceAroundJsonIsLeftOut() {
        assertThat(shown(" \r\n\t{\"a\":1}\n")).isEqualTo(new ShownBody("{\"a\":1}", "json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":1}}",
                "1 2",
                "{\"a\":}",
                "{a:1}",
                "{'a':1}",
                "[1,]",
                "NaN",
                "01",
                "nul",
                "{\"a\":\"\n\"}",
                "{\"a\":1",
                "<xml/>",
                "// {}"
            })
    void whatIsNotExactlyOneJsonValueIsText(String text) {
        ShownBody shown = shown(text);
        assertThat(shown.encoding()).isEqualTo("text");
        assertThat(shown.json()).isEqualTo("\"" + text.replace("\"", "\\\"").replace("\n", "\\n") + "\"");
    }

    @Test
    void anEmptyBodyIsAnEmptyText() {
        assertThat(shown("")).isEqualTo(new ShownBody("\"\"", "text"));
    }

    @Test
    void nulIsTextAndEscaped() {
        assertThat(shown("\u0000")).isEqualTo(new ShownBody("\"\\u0000\"", "text"));
        assertThat(shown("{}\u0000")).isEqualTo(new ShownBody("\"{}\\u0000\"", "text"));
    }

    @Test
    void aByteOrderMarkIsKeptAndMakesItText() {
        assertThat(shown("\uFEFF{}")).isEqualTo(new ShownBody("\"\uFEFF{}\"", "text"));
    }

    @Test
    void bytesThatAreNoUtf8AreShownInBase64() {
        assertThat(ShownBody.of(new byte[] {0, -1, 1, -2})).isEqualTo(new ShownBody("\"AP8B/g==\"", "base64"));
        assertThat(ShownBody.of("{\"a\":\"ÿ\"}".getBytes(StandardCharsets.ISO_8859_1))
                        .encoding())
                .isEqualTo("base64");
        assertThat(ShownBody.of(new byte[] {(byte) 0xc0, (byte) 0xaf}).encoding())
                .isEqualTo("base64");
    }

    @Test
    void jsonDeeperThanReadersAllowIsText() {
        String deep = "[".repeat(600) + "]".repeat(600);
        assertThat(shown(deep)).isEqualTo(new ShownBody("\"" + deep + "\"", "text"));
        assertThat(shown("[".repeat(20_000)).encoding()).isEqualTo("text");
        String shallow = "[".repeat(100) + "]".repeat(100);
        assertThat(shown(shallow)).isEqualTo(new ShownBody(shallow, "json"));
    }

    private static ShownBody shown(String text) {
        return ShownBody.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
