package io.hookstream.delivery.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashjoinTransformEngineTest {

    /** With time to spare, so that a busy machine changes no result. */
    private static final DashjoinTransformEngine ENGINE =
            new DashjoinTransformEngine(2, 4, Duration.ofSeconds(20), Duration.ofSeconds(60));

    private static final String ORDER = """
            {"type":"order.created","id":"o1","email":"a@example.com",
             "data":{"order_id":"77","amount":1250,"customer":{"id":"c9"},"items":[{"q":1,"p":2.5},{"q":2,"p":3}]}}
            """;

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{ \"event\": body.type, \"customer_id\": body.data.customer.id, \"amount\": body.data.amount / 100 }"
                        + "|{\"event\":\"order.created\",\"customer_id\":\"c9\",\"amount\":12.5}",
                "{ \"text\": \"New order \" & body.data.order_id & \" for $\" & $string(body.data.amount / 100) }"
                        + "|{\"text\":\"New order 77 for $12.5\"}",
                "{ \"id\": body.id, \"email\": body.email }|{\"id\":\"o1\",\"email\":\"a@example.com\"}",
                "data.customer.id|\"c9\"",
                "payload.data.customer.id|\"c9\"",
                "$.body.type|\"order.created\"",
                "$sum(data.items.(q * p))|8.5",
                "data.items[p > 2.6].q|2",
                "data.items.q|[1,2]",
                "{ \"first\": data.items[0] }|{\"first\":{\"q\":1,\"p\":2.5}}",
                "method|\"POST\"",
                "source_ip|\"203.0.113.7\"",
                "event_id|\"evt_1\"",
                "query.page|\"2\"",
                "query.tag|[\"a\",\"b c\"]",
                "headers.`x-github-event`|\"push\"",
                "$lookup(headers, \"X-GITHUB-EVENT\")|\"push\"",
                "$event.headers.`x-github-event`|\"push\"",
                "$event.received_at|\"2026-01-02T03:04:05.678Z\"",
                "$event.content_type|\"application/json\"",
                "$event.body.type & $event.payload.id & $event.event_id|\"order.createdo1evt_1\"",
                "null|null",
                "[]|[]",
                "true|true",
                "$keys($)|[\"type\",\"id\",\"email\",\"data\"]",
                "$merge([$sift($, function($v, $k) { $k = \"id\" }), {\"x\": 1}])|{\"id\":\"o1\",\"x\":1}",
                "$pad(\"a\", 3, \"-#\") & $pad(\"a\", -3) & $pad(\"abc\", 2)|\"a-#  aabc\"",
            })
    void transforms(String expression, String json) {
        assertThat(transform(expression, ORDER)).isEqualTo(json);
    }

    @Test
    void updatesAndDeletesWithinACopy() {
        assertThat(transform("$ ~> |data|{\"amount\": 1}, [\"items\", \"order_id\"]|", ORDER))
                .contains("\"data\":{\"amount\":1,\"customer\":{\"id\":\"c9\"}}");
    }

    @Test
    void sendsThePayloadItselfWithoutTheAliases() {
        assertThat(transform("$", "{\"b\":1,\"a\":[{\"x\":null}]}")).isEqualTo("{\"b\":1,\"a\":[{\"x\":null}]}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{ \"items\": body, \"by\": method }|{\"items\":[{\"id\":1,\"query\":5},{\"id\":2}],\"by\":\"POST\"}",
                "body.id|[1,2]",
                "id|[1,2]",
                "$count(payload)|2",
                "body[id = 2]|{\"id\":2}",
                "$[0].id|1",
                "$.method & source_ip|\"203.0.113.7\"",
                "query|5",
                "$event.query.page|\"2\"",
                "$map(body, function($v) { $v.id & method })|[\"1POST\",\"2POST\"]",
                "$|[{\"id\":1,\"query\":5},{\"id\":2}]"
            })
    void transformsAListAsPayload(String expression, String json) {
        assertThat(transform(expression, "[{\"id\":1,\"query\":5},{\"id\":2}]")).isEqualTo(json);
    }

    @Test
    void transformsPlainValuesAsPayload() {
        assertThat(transform("{\"text\": body, \"again\": $}", "\"hi\""))
                .isEqualTo("{\"text\":\"hi\",\"again\":\"hi\"}");
        assertThat(transform("body + 1", "41")).isEqualTo("42");
        assertThat(transform("[1]", "null")).isEqualTo("[1]");
        assertThat(transform("{\"items\": body}", "[7]")).isEqualTo("{\"items\":[7]}");
    }

    @Test
    void prefersThePayloadsOwnKeysToTheAliases() {
        String payload = "{\"body\":{\"type\":\"mine\"},\"method\":null,\"query\":7}";
        assertThat(transform("body.type", payload)).isEqualTo("\"mine\"");
        assertThat(transform("method", payload)).isEqualTo("null");
        assertThat(transform("query", payload)).isEqualTo("7");
        assertThat(transform("$event.body.body.type", payload)).isEqualTo("\"mine\"");
        assertThat(transform("payload.query", payload)).isEqualTo("7");
    }

    @Test
    void keepsTheExactValueOfNumbersThatAreOnlyMoved() {
        String payload = "{\"a\":12345678901234567,\"b\":12345678901234567890123,\"c\":0.12345678901234567890,"
                + "\"d\":1E+400,\"e\":0.1}";
        assertThat(transform("$", payload)).isEqualTo(payload);
        assertThat(transform("[a, b, c, d, e]", payload))
                .isEqualTo("[12345678901234567,12345678901234567890123,0.12345678901234567890,1E+400,0.1]");
    }

    @Test
    void readsTheClockForEachEvaluation() {
        DashjoinTransformEngine one = new DashjoinTransformEngine(1, 0, Duration.ofSeconds(5), Duration.ofSeconds(5));
        try (one) {
            Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
            assertThat(one.transform("\"another\"", Envelopes.of("{}"))).isNotNull();
            for (String expression : List.of("$millis()", "\"another\"", "$eval(\"1\")", "$millis()")) {
                if (one.transform(expression, Envelopes.of("{}")) instanceof TransformResult.Produced produced
                        && expression.equals("$millis()")) {
                    Instant seen = Instant.ofEpochMilli(Long.parseLong(text(produced)));
                    assertThat(seen).isBetween(before, Instant.ofEpochMilli(System.currentTimeMillis()));
                    before = seen.plusMillis(1);
                    while (System.currentTimeMillis() < before.toEpochMilli()) {
                        Thread.onSpinWait();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "a..",
                "nothing.here",
                "$error(\"broken\")",
                "$nofunction()",
                "1 + \"x\"",
                "function($x) { $x }",
                "{\"f\": $sum}",
                "1/0",
                "/(a/"
            })
    void failsWithAMessageInsteadOfAnException(String expression) {
        assertThat(failure(expression, ORDER)).isNotBlank();
    }

    @Test
    void saysThatNothingWasProducedAndThatABodyIsNotJson() {
        assertThat(failure("nothing.here", ORDER)).contains("produced nothing");
        assertThat(failure("$", "hello")).startsWith("body is not JSON: ");
        assertThat(failure("$error(\"my reason\")", ORDER)).contains("my reason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "($f := function($n) { $f($n + 1) }; $f(0))",
                "$sum([1..1000000].($sum([1..1000000].($ * 2))))",
                "($f := function($n) { 1 + $f($n) }; $f(1))"
            })
    void stopsWhatDoesNotEnd(String endless) {
        try (DashjoinTransformEngine engine = new DashjoinTransformEngine()) {
            long start = System.nanoTime();
            TransformResult result = engine.transform(endless, Envelopes.of(ORDER));
            assertThat(result).isInstanceOf(TransformResult.Failed.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void refusesHugeValuesBeforeTheyFillTheHeap() {
        assertThat(failure("$pad(\"x\", 2000000000)", ORDER)).contains("$pad");
        assertThat(failure("$reduce([1..34], function($a, $b) { $a & $a }, \"xxxxxxxx\")", ORDER))
                .contains("characters or elements");
        assertThat(failure("($s := $pad(\"x\", 1000000); [1..70].$s)", ORDER)).contains("larger than");
    }

    @Test
    void checksAnExpressionWithoutAnEvent() {
        assertThat(ENGINE.check("{ \"a\": body.b }")).isEmpty();
        assertThat(ENGINE.check("{ \"a\": "))
                .hasValueSatisfying(message -> assertThat(message).contains("position"));
        assertThat(ENGINE.check("(".repeat(20_000) + "1" + ")".repeat(20_000)))
                .hasValueSatisfying(message -> assertThat(message).contains("8192"));
        assertThat(ENGINE.check("é".repeat(5000)))
                .hasValueSatisfying(message -> assertThat(message).contains("8192"));
    }

    @Test
    void refusesDeepNestingAndSurvivesWhatElseOverflowsTheStack() {
        String deep = "(".repeat(256) + "1" + ")".repeat(256);
        assertThat(transform(deep, ORDER)).isEqualTo("1");
        assertThat(ENGINE.check("(" + deep + ")"))
                .hasValueSatisfying(message -> assertThat(message).contains("nested"));
        assertThat(failure("(" + deep + ")", ORDER)).contains("nested");
        assertThat(ENGINE.transform("-".repeat(8000) + "1", Envelopes.of("{}"))).isNotNull();
        assertThat(transform("id", ORDER)).isEqualTo("\"o1\"");
    }

    @Test
    void wrapsTheDeepestPayload() {
        String deep = "{\"a\":".repeat(1000) + "1" + "}".repeat(1000);
        assertThat(transform("{\"w\": body}", deep)).isEqualTo("{\"w\":" + deep + "}");
    }

    @Test
    void runsOneExpressionOnManyThreads() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Integer>> results = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int first = t * 1000;
                results.add(threads.submit((Callable<Integer>) () -> {
                    int right = 0;
                    for (int i = first; i < first + 500; i++) {
                        String payload = "{\"n\":" + i + ",\"l\":[1," + i + "]}";
                        String json =
                                transform("($x := n; {\"x\": $x, \"s\": $sum(l), \"e\": $event.body.n})", payload);
                        right += json.equals("{\"x\":" + i + ",\"s\":" + (i + 1) + ",\"e\":" + i + "}") ? 1 : 0;
                    }
                    return right;
                }));
            }
            for (Future<Integer> result : results) {
                assertThat(result.get()).isEqualTo(500);
            }
        }
    }

    private static String transform(String expression, String payload) {
        TransformResult result = ENGINE.transform(expression, Envelopes.of(payload));
        return result instanceof TransformResult.Produced produced ? text(produced) : result.toString();
    }

    private static String failure(String expression, String payload) {
        TransformResult result = ENGINE.transform(expression, Envelopes.of(payload));
        return result instanceof TransformResult.Failed failed ? failed.message() : "";
    }

    private static String text(TransformResult.Produced produced) {
        return new String(produced.json(), StandardCharsets.UTF_8);
    }
}
