package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyFieldTest {

    private static byte @Nullable [] digest(String body, String path) {
        return BodyField.digest(body.getBytes(StandardCharsets.UTF_8), path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":7}                                | id              | {"a":[1,{"id":8}],"id":7}
            {"id":7}                                | payload.id      | {"id":7,"payload":{"id":8}}
            {"id":7}                                | body.id         | {"body":{"id":8},"id":7}
            {"payload":{"id":7}}                    | body.payload.id | {"payload":{"id":7},"b":1}
            {"a":[{"id":"x"},{"id":"y"}]}           | a.1.id          | {"a":[0,{"id":"y"}]}
            ["x","y"]                               | 1               | [null,"y",3]
            {"a":{"b":1}}                           | a.b             | {"a":{"b":2},"a":{"b":1}}
            {"id":true}                             | id              | { "id" : true }
            {"id":1e1000000000}                     | id              | {"id":1e1000000000,"n":1}
            {"id":{"a":[1,2],"b":"c"}}              | id              | {"id": {"a": [1, 2], "b": "c"}}
            {"id":"\u0041"}                         | id              | {"id":"A"}
            """)
    void theSameValueHasTheSameDigest(String one, String path, String other) {
        assertThat(digest(one, path)).isNotNull().isEqualTo(digest(other, path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"id":7}              | {"id":"7"}
            {"id":7}              | {"id":7.0}
            {"id":"true"}         | {"id":true}
            {"id":true}           | {"id":false}
            {"id":["ab","c"]}     | {"id":["a","bc"]}
            {"id":[["a"],"b"]}    | {"id":[["a","b"]]}
            {"id":{"a":1}}        | {"id":["a",1]}
            """)
    void anotherValueHasAnother(String one, String other) {
        assertThat(digest(one, "id")).isNotNull().isNotEqualTo(digest(other, "id"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                       | id
            not JSON                 | id
            {"id":7                  | id
            {"id":7}}                | id
            {"id":7}{"id":8}         | id
            {"id":7,"a":[}           | id
            {"a":7}                  | id
            {"id":null}              | id
            {"id":""}                | id
            {"a.id":7}               | a.id
            {"a":"text"}             | a.0
            {"a":[1]}                | a.1
            {"a":[1]}                | a.-1
            {"a":{"b":1},"a":{}}     | a.b
            {"a":{"b":1},"a":2}      | a.b
            7                        | id
            """)
    void whereThereIsNothingToCompareThereIsNoDigest(String body, String path) {
        assertThat(digest(body, path)).isNull();
    }

    @Test
    void bodiesThatAreNotTextHaveNone() {
        byte[] body = "{\"id\":\"??\"}".getBytes(StandardCharsets.UTF_8);
        body[7] = (byte) 0xc3;
        body[8] = (byte) 0x28;

        assertThat(BodyField.digest(body, "id")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"[, ]", "{\"a\":, }"})
    void depthCostsNothingAndPastAThousandThereIsNone(String open, String close) {
        assertThat(digest("{\"id\":1,\"x\":" + open.repeat(900) + "1" + close.repeat(900) + "}", "id"))
                .isEqualTo(digest("{\"id\":1}", "id"));
        assertThat(digest("{\"id\":" + open.repeat(900) + "1" + close.repeat(900) + "}", "id"))
                .isNotNull();
        for (int depth : new int[] {1001, 1_000_000}) {
            assertThat(digest("{\"id\":1,\"x\":" + open.repeat(depth) + "1" + close.repeat(depth) + "}", "id"))
                    .isNull();
        }
        assertThat(digest("{\"id\":1,\"x\":" + open.repeat(1_000_000), "id")).isNull();
    }

    @Test
    void aLargeBodyIsReadToItsEnd() {
        String pad = "\"" + "é".repeat(4_000_000) + "\"";
        assertThat(digest("{\"pad\":" + pad + ",\"id\":1}", "id")).isEqualTo(digest("{\"id\":1}", "id"));
        assertThat(digest("{\"id\":1,\"pad\":" + pad, "id")).isNull();
    }

    @Test
    void aTextThatIsTooLongIsNoKey() {
        assertThat(digest("{\"id\":\"" + "x".repeat(1_000_000) + "\"}", "id")).isNotNull();
        assertThat(digest("{\"id\":\"" + "x".repeat(1_100_000) + "\"}", "id")).isNull();
    }

    @Test
    void numbersAreTheirDigitsUpToTheThousandThatFiltersRead() {
        String bomb = "9".repeat(900);
        assertThat(digest("{\"id\":" + bomb + "}", "id"))
                .isNotNull()
                .isNotEqualTo(digest("{\"id\":" + bomb + "9}", "id"));
        assertThat(digest("{\"id\":" + "9".repeat(1_000_000) + "}", "id")).isNull();
    }
}
