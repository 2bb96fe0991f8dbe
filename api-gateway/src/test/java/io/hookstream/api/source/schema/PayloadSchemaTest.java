package io.hookstream.api.source.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hookstream.api.ErrorBody.ValidationError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class PayloadSchemaTest {

    private static List<ValidationError> compare(String schema, String body) {
        return PayloadSchema.compile(schema).compare(body.getBytes(StandardCharsets.UTF_8));
    }

    /** A keyword of each draft that means another thing, or nothing, in another one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        http://json-schema.org/draft-04/schema# | "maximum": 5, "exclusiveMaximum": true | 4 | 5
        http://json-schema.org/draft-06/schema# | "exclusiveMaximum": 5                  | 4 | 5
        http://json-schema.org/draft-07/schema# | "if": {"minimum": 5}, "then": {"multipleOf": 2} | 6 | 7
        http://json-schema.org/draft-07/schema# | "items": [{"type": "string"}] | ["a", 1] | [1]
        https://json-schema.org/draft/2019-09/schema | "dependentRequired": {"a": ["b"]} | {"a": 1, "b": 2} | {"a": 1}
        https://json-schema.org/draft/2020-12/schema | "prefixItems": [{"type": "string"}] | ["a", 1] | [1]
        """)
    void allFiveDraftsAreUnderstood(String draft, String keywords, String fits, String doesNot) {
        String schema = "{\"$schema\": \"" + draft + "\", " + keywords + "}";

        assertThat(compare(schema, fits)).isEmpty();
        assertThat(compare(schema, doesNot)).isNotEmpty();
    }

    @Test
    void whatDoesNotSayIsOfTheNewestDraft() {
        assertThat(compare("{\"prefixItems\": [{\"type\": \"string\"}]}", "[1]"))
                .hasSize(1);
    }

    @Test
    void eachErrorSaysWhereItIs() {
        String schema = """
                {"type": "object", "required": ["type", "data"],
                 "properties": {"type": {"type": "string"}, "data": {"type": "object"}}}""";

        assertThat(compare(schema, "{\"type\": \"a\", \"data\": {}}")).isEmpty();
        assertThat(compare(schema, "{\"type\": 1}"))
                .extracting(ValidationError::path, ValidationError::keyword)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("/type", "type"),
                        org.assertj.core.groups.Tuple.tuple("", "required"));
    }

    @Test
    void referencesWithinTheSchemaAreFollowed() {
        String schema = """
                {"$ref": "#/$defs/tree",
                 "$defs": {"tree": {"type": "object", "properties": {"left": {"$ref": "#/$defs/tree"}}}}}""";

        assertThat(compare(schema, "{\"left\": {\"left\": {}}}")).isEmpty();
        assertThat(compare(schema, "{\"left\": {\"left\": 1}}")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": 12}",
                "{\"type\": \"strange\"}",
                "{\"required\": \"a\"}",
                "{\"$schema\": \"http://json-schema.org/draft-03/schema#\"}",
                "{\"$schema\": \"https://example.com/mine\"}",
                "{\"$schema\": 7}",
                "{\"pattern\": \"(\"}",
                "{\"pattern\": \"a(?=b)\"}",
                "{\"patternProperties\": {\"(\": {}}}",
                "{\"$ref\": \"#/$defs/none\"}",
                "{\"$ref\": \"http://127.0.0.1:1/schema\"}",
                "{\"$ref\": \"file:///etc/passwd\"}",
                "{\"$ref\": \"classpath:application.properties\"}",
                "{\"properties\": {\"a\": {\"$ref\": \"other.json\"}}}",
                "{\"minimum\": 1e999999}",
            })
    void whatCannotBeCompiledIsRefused(String schema) {
        assertThatThrownBy(() -> PayloadSchema.compile(schema))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank()
                .isNotEqualTo("null");
    }

    /** Each of these takes a backtracking engine more than 15 s, or its whole stack. */
    static Stream<Arguments> costlyPatterns() {
        String numbers = IntStream.rangeClosed(1, 40).mapToObj(i -> i + ",").collect(Collectors.joining());
        String letters = "a".repeat(60) + "!";
        return Stream.of(
                arguments("^(.*?,){11}P", numbers),
                arguments("(a|b|ab)*c", "ab".repeat(4000)),
                arguments("^(a+)+$", letters),
                arguments("^(([a-z])+.)+[A-Z]([a-z])+$", letters));
    }

    @ParameterizedTest
    @Timeout(5)
    @MethodSource("costlyPatterns")
    void aPatternTakesTimeInProportionToTheText(String pattern, String text) {
        assertThat(compare("{\"pattern\": \"" + pattern + "\"}", "\"" + text + "\""))
                .hasSize(1)
                .allMatch(error -> "pattern".equals(error.keyword()));
    }

    @Test
    void aPatternThatHasToGoBackIsRefused() {
        assertThatThrownBy(() -> PayloadSchema.compile("{\"pattern\": \"^(a+)+\\\\1$\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("^(a+)+\\1$");
    }

    @ParameterizedTest
    @Timeout(5)
    @ValueSource(strings = {"((a{1000}){1000}){1000}", "(((((a{100}){100}){100}){100}){100})", "(a{2,1000}b?){1000}"})
    void aPatternThatRepeatsRepetitionsIsRefused(String pattern) {
        assertThatThrownBy(() -> PayloadSchema.compile("{\"pattern\": \"" + pattern + "\"}"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void commonPatternsWork() {
        String uuid = "{\"pattern\": \"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$\"}";

        assertThat(compare(uuid, "\"123e4567-e89b-12d3-a456-426614174000\"")).isEmpty();
        assertThat(compare(uuid, "\"123e4567\"")).hasSize(1);
        assertThat(compare("{\"pattern\": \"^[\\\\u00e4\\\\w\\\\/-]+$\"}", "\"ä/b\""))
                .isEmpty();
    }

    @ParameterizedTest
    @Timeout(10)
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{} {}",
                "nothing",
                "[1e999999999]",
                "[1e-999999999]",
                "\u0000",
                "{\"a\":1e400000000000000000000}"
            })
    void whatIsNotJsonOrTooMuchDoesNotFit(String body) {
        assertThat(compare("{\"multipleOf\": 0.01}", body)).hasSize(1).allMatch(error -> error.keyword() == null);
    }

    @Test
    @Timeout(10)
    void aBombDoesNotFit() {
        String tree = "{\"type\": \"array\", \"items\": {\"$ref\": \"#\"}}";

        assertThat(compare(tree, "[".repeat(150) + "]".repeat(150))).isEmpty();
        assertThat(compare(tree, "[".repeat(1001) + "]".repeat(1001))).hasSize(1);
        assertThat(compare("{}", "9".repeat(1001))).hasSize(1);
        assertThat(compare("{}", "{\"a\\u0000b\": 1}")).isEmpty();
    }

    @Test
    @Timeout(10)
    void aSchemaThatNeverEndsDoes() {
        assertThat(compare("{\"$ref\": \"#\"}", "{}")).hasSize(1);
    }

    /** Each level doubles the work: 2 to the 40. */
    @Test
    void aComparisonEndsWhenItsTimeIsUp() {
        StringBuilder schema = new StringBuilder("{\"$ref\": \"#/$defs/a40\", \"$defs\": {\"a0\": {\"const\": 1}");
        for (int i = 1; i <= 40; i++) {
            schema.append(", \"a%d\": {\"allOf\": [{\"$ref\": \"#/$defs/a%d\"}, {\"$ref\": \"#/$defs/a%d\"}]}"
                    .formatted(i, i - 1, i - 1));
        }
        PayloadSchema compiled = PayloadSchema.compile(schema.append("}}").toString());
        long begun = System.nanoTime();

        assertThat(compiled.compare(new byte[] {'1'}))
                .extracting(ValidationError::message)
                .containsExactly("comparing the body with the schema takes more than 1000 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    @Test
    void ofManyErrorsSomeAreShown() {
        String numbers = IntStream.range(0, 5000).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]"));

        assertThat(compare("{\"items\": {\"type\": \"string\"}}", numbers)).hasSize(50);
    }
}
