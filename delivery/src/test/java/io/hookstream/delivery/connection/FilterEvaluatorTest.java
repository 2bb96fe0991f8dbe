package io.hookstream.delivery.connection;

import static io.hookstream.messages.connection.FilterRule.compare;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hookstream.messages.connection.FilterRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterEvaluatorTest {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private static final Envelope EVENT = Envelopes.of("""
            {"type": "order.created", "n": 10, "d": 10.50, "big": 1e400, "huge": 1e1000000000, "tiny": 1e-1000000000,
             "int": 12345678901234567, "s": "10", "neg": "-1.5e2", "t": true, "nul": null, "empty": "",
             "list": [1, "two", {"k": "v"}], "obj": {"0": "zero", "a": {"b": 1.0}}, "a.b": 1, "x\\u0000y": "nul key"}
            """);

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                // eq: type-strict, numbers by value
                "payload.type|eq|\"order.created\"|true",
                "body.type|eq|\"order.created\"|true",
                "payload.type|eq|\"Order.created\"|false",
                "payload.n|eq|10|true",
                "payload.n|eq|10.0|true",
                "payload.n|eq|\"10\"|false",
                "payload.s|eq|10|false",
                "payload.d|eq|10.5|true",
                "payload.big|eq|1e400|true",
                "payload.big|eq|1e401|false",
                "payload.int|eq|12345678901234567|true",
                "payload.int|eq|12345678901234568|false",
                "payload.t|eq|true|true",
                "payload.t|eq|\"true\"|false",
                "payload.t|eq|1|false",
                "payload.nul|eq|null|true",
                "payload.none|eq|null|false",
                "payload.none|eq|1|false",
                "payload.list|eq|[1.0,\"two\",{\"k\":\"v\"}]|true",
                "payload.list|eq|[1]|false",
                "payload.obj|eq|{\"a\":{\"b\":1},\"0\":\"zero\"}|true",
                "payload.obj|eq|{\"a\":{\"b\":2},\"0\":\"zero\"}|false",
                // neq: absent matches
                "payload.type|neq|\"order.created\"|false",
                "payload.type|neq|\"x\"|true",
                "payload.n|neq|\"10\"|true",
                "payload.none|neq|1|true",
                "payload.none|neq|null|true",
                "payload.nul|neq|null|false",
                "payload.nul|neq|1|true",
                // contains: strings only
                "payload.type|contains|\"created\"|true",
                "payload.type|contains|\"\"|true",
                "payload.type|contains|\"Created\"|false",
                "payload.list|contains|\"two\"|false",
                "payload.n|contains|\"1\"|false",
                "payload.none|contains|\"\"|false",
                "payload.nul|contains|\"null\"|false",
                // order: numbers, and numeric strings with numbers
                "payload.n|gt|9|true",
                "payload.n|gt|10|false",
                "payload.n|gte|10|true",
                "payload.n|gte|10.000001|false",
                "payload.n|lt|10.5|true",
                "payload.n|lt|10|false",
                "payload.n|lte|10|true",
                "payload.n|lte|9.99|false",
                "payload.s|gt|9|true",
                "payload.s|lte|\"10.0\"|true",
                "payload.n|gt|\"9\"|true",
                "payload.neg|lt|-149|true",
                "payload.type|gt|1|false",
                "payload.empty|gte|0|false",
                "payload.t|gte|0|false",
                "payload.nul|gte|0|false",
                "payload.nul|lte|0|false",
                "payload.none|lt|5|false",
                "payload.list|gt|0|false",
                "payload.big|gt|1e399|true",
                "payload.huge|gt|1e400|true",
                "payload.huge|lt|1|false",
                "payload.tiny|gt|0|true",
                "payload.tiny|lt|1e-999999999|true",
                "payload.int|gt|12345678901234566|true",
                // exists: null counts as absent
                "payload.type|exists|true|true",
                "payload.type|exists|false|false",
                "payload.type|exists|null|true",
                "payload.nul|exists|true|false",
                "payload.nul|exists|false|true",
                "payload.none|exists|true|false",
                "payload.none|exists|false|true",
                "payload.empty|exists|true|true",
                "payload|exists|true|true",
                "body|exists|true|true",
                // in: by eq
                "payload.type|in|[\"a\",\"order.created\"]|true",
                "payload.type|in|[\"a\"]|false",
                "payload.type|in|[]|false",
                "payload.n|in|[10.0]|true",
                "payload.n|in|[\"10\"]|false",
                "payload.nul|in|[null]|true",
                "payload.none|in|[null]|false",
                // paths
                "payload.list.0|eq|1|true",
                "payload.list.2.k|eq|\"v\"|true",
                "payload.list.3|exists|false|true",
                "payload.list.-1|exists|false|true",
                "payload.list.99999999999|exists|false|true",
                "payload.list.k|exists|false|true",
                "payload.obj.0|eq|\"zero\"|true",
                "payload.obj.a.b|eq|1|true",
                "payload.type.x|exists|false|true",
                "payload.a.b|exists|false|true",
                "payload.Type|exists|false|true",
                // not the payload
                "method|eq|\"POST\"|true",
                "method|in|[\"PUT\",\"POST\"]|true",
                "method|eq|\"post\"|false",
                "content_type|contains|\"json\"|true",
                "source_ip|eq|\"203.0.113.7\"|true",
                "headers.x-github-event|eq|\"push\"|true",
                "headers.X-GITHUB-EVENT|eq|\"push\"|true",
                "headers.none|exists|false|true",
                "headers.none|neq|\"x\"|true",
                "headers.none|eq|\"x\"|false",
                "headers.accept|eq|\"a/3\"|true",
                "headers.accept|neq|\"a/3\"|false",
                "headers.accept|neq|\"a/4\"|true",
                "headers.accept|in|[\"a/4\",\"a/2\"]|true",
                "headers.accept|exists|true|true",
                "headers.accept|exists|false|false",
                "query.page|gt|1|true",
                "query.page|gt|2|false",
                "query.tag|eq|\"b c\"|true",
                "query.flag|exists|true|true",
                "query.none|exists|true|false"
            })
    void appliesEachOperator(String field, String op, String value, boolean matches) throws Exception {
        FilterRule rule = compare(field, op, JSON.readValue(value, Object.class));
        assertThat(verdict(EVENT, rule) instanceof Verdict.Matched)
                .as("%s %s %s", field, op, value)
                .isEqualTo(matches);
    }

    @Test
    void findsAKeyWithANulCharacter() {
        assertThat(verdict(EVENT, compare("payload.x\0y", "eq", "nul key"))).isInstanceOf(Verdict.Matched.class);
    }

    @Test
    void matchesEverythingWithoutRules() {
        assertThat(verdict(Envelopes.of("not json"))).isInstanceOf(Verdict.Matched.class);
    }

    @Test
    void namesTheFirstRuleThatDidNotMatch() {
        assertThat(verdict(
                        EVENT,
                        compare("method", "eq", "POST"),
                        compare("payload.type", "eq", "order.paid"),
                        compare("payload.n", "gt", 99)))
                .isEqualTo(new Verdict.Skipped(
                        "filter_rules[1]: payload.type eq \"order.paid\" did not match;" + " it is \"order.created\""));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "payload.n|10",
                "payload.d|10.5",
                "payload.huge|1E+1000000000",
                "payload.t|true",
                "payload.nul|null",
                "payload.empty|\"\"",
                "payload.none|absent",
                "payload.list|a list of 3",
                "payload.obj|an object",
                "payload|an object",
                "method|\"POST\"",
                "source_ip|\"203.0.113.7\"",
                "headers.none|absent",
                "headers.x-github-event|\"push\"",
                "query.none|absent",
                "query.page|\"2\"",
                "nonsense|absent"
            })
    void tellsTheValueThatDecided(String field, String value) {
        assertThat(reason(EVENT, compare(field, "in", List.of("x"))))
                .isEqualTo("filter_rules[0]: " + field + " in [x] did not match; it is " + value);
    }

    @Test
    void tellsAValueThatIsShortAndThatCanBeStored() {
        Envelope odd = Envelopes.of(
                "{\"long\": \"" + "\uD83D\uDE80".repeat(1000) + "\", \"half\": \"a\\ud800b\", \"nul\": \"a\\u0000b\"}");
        assertThat(reason(odd, compare("payload.long", "eq", 1)))
                .endsWith("it is \"" + "\uD83D\uDE80".repeat(50) + "…\"");
        assertThat(reason(odd, compare("payload.half", "eq", 1))).endsWith("it is \"a\uFFFDb\"");
        assertThat(reason(odd, compare("payload.nul", "eq", 1))).endsWith("it is \"a\uFFFDb\"");
    }

    @Test
    void tellsNoCredential() {
        assertThat(reason(EVENT, compare("headers.authorization", "eq", "x"))).endsWith("it is absent");
        Envelope secret = new Envelope(
                "evt_1",
                "POST",
                Map.of("Authorization", List.of("Bearer hidden")),
                null,
                null,
                "203.0.113.7",
                Instant.EPOCH,
                new byte[0]);
        assertThat(reason(secret, compare("headers.authorization", "eq", "x"))).endsWith("it is a secret");
    }

    @Test
    void shortensALongValueInTheReason() {
        Verdict verdict = verdict(EVENT, compare("payload.type", "eq", "x".repeat(10_000)));
        assertThat(((Verdict.Skipped) verdict).reason())
                .hasSizeLessThan(200)
                .endsWith("…\" did not match; it is \"order.created\"");
    }

    private static final FilterRule YES = compare("method", "eq", "POST");
    private static final FilterRule NO = compare("method", "eq", "GET");
    private static final FilterRule UNKNOWN = compare("payload.x", "exists", false);

    private static FilterRule any(FilterRule... rules) {
        return new FilterRule(null, null, null, List.of(rules), null, null);
    }

    private static FilterRule all(FilterRule... rules) {
        return new FilterRule(null, null, null, null, List.of(rules), null);
    }

    private static FilterRule not(FilterRule rule) {
        return new FilterRule(null, null, null, null, null, rule);
    }

    @Test
    void combinesRules() {
        assertThat(reason(EVENT, any(NO, YES))).isNull();
        assertThat(reason(EVENT, any(NO, NO)))
                .isEqualTo("filter_rules[0].any: none of its rules matched; method is \"POST\"");
        assertThat(reason(EVENT, all(YES, YES))).isNull();
        assertThat(reason(EVENT, all(YES, NO)))
                .isEqualTo("filter_rules[0].all[1]: method eq \"GET\" did not match; it is \"POST\"");
        assertThat(reason(EVENT, not(NO))).isNull();
        assertThat(reason(EVENT, not(YES)))
                .isEqualTo("filter_rules[0].not: the negated rule matched; method is \"POST\"");
        assertThat(reason(EVENT, YES, not(any(all(NO, YES), not(YES))))).isNull();
        assertThat(reason(EVENT, all(not(all(NO)), any(NO, not(YES)))))
                .isEqualTo("filter_rules[0].all[1].any: none of its rules matched; method is \"POST\"");
    }

    @Test
    void skipsARuleAboutABodyThatIsNotJsonWhateverItsOperator() {
        Envelope text = Envelopes.of("hello");
        for (FilterRule rule : List.of(UNKNOWN, not(UNKNOWN), compare("body.a", "neq", 1), any(NO, UNKNOWN))) {
            assertThat(reason(text, rule)).contains("body is not JSON: ");
        }
        assertThat(reason(text, YES, UNKNOWN)).startsWith("filter_rules[1]: body is not JSON: ");
    }

    @Test
    void needsNoJsonWhereTheOtherRulesDecide() {
        Envelope text = Envelopes.of("hello");
        assertThat(reason(text, any(UNKNOWN, YES))).isNull();
        assertThat(reason(text, not(all(UNKNOWN, NO)))).isNull();
        assertThat(reason(text, UNKNOWN, NO))
                .isEqualTo("filter_rules[1]: method eq \"GET\" did not match; it is \"POST\"");
        assertThat(reason(text, compare("headers.accept", "eq", "a/1"), compare("query.page", "eq", "2")))
                .isNull();
    }

    @Test
    void evaluatesADeepPayload() {
        Envelope deep = Envelopes.of("{\"a\":".repeat(600) + "1" + "}".repeat(600));
        assertThat(reason(deep, compare("payload" + ".a".repeat(600), "eq", 1))).isNull();
    }

    @Test
    void doesNotReadAnEndlessNumericString() {
        Envelope digits = Envelopes.of("{\"n\":\"" + "9".repeat(5_000_000) + "\"}");
        assertThat(reason(digits, compare("payload.n", "gt", 1))).contains("did not match");
    }

    @Test
    void doesNotMatchARuleThatValidationWouldRefuse() {
        assertThat(reason(EVENT, compare("nonsense", "eq", 1))).contains("did not match");
        assertThat(reason(EVENT, compare("method", "like", "P%"))).contains("did not match");
        assertThat(reason(EVENT, new FilterRule(null, null, null, null, null, null)))
                .contains("did not match");
    }

    private static Verdict verdict(Envelope envelope, FilterRule... rules) {
        return FilterEvaluator.evaluate(List.of(rules), envelope);
    }

    private static @Nullable String reason(Envelope envelope, FilterRule... rules) {
        return switch (verdict(envelope, rules)) {
            case Verdict.Matched matched -> null;
            case Verdict.Skipped skipped -> skipped.reason();
        };
    }
}
