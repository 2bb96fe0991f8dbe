package io.hookstream.messages.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hookstream.messages.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules are written as users send them. */
class FilterRuleTest {

    private static final String EITHER_OR = "must be either {field, op, value} or exactly one of any, all, not";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'field': 'payload', 'op': 'contains', 'value': 'a'}",
                "{'field': 'body', 'op': 'neq', 'value': {'a': [1]}}",
                "{'field': 'payload.a.0.b', 'op': 'eq', 'value': 1.5}",
                "{'field': 'body.a', 'op': 'eq'}",
                "{'field': 'headers.x-team', 'op': 'in', 'value': ['a', 1]}",
                "{'field': 'query.page', 'op': 'gt', 'value': '10'}",
                "{'field': 'query.page', 'op': 'gte', 'value': -1e3}",
                "{'field': 'method', 'op': 'lt', 'value': 10}",
                "{'field': 'content_type', 'op': 'exists'}",
                "{'field': 'source_ip', 'op': 'exists', 'value': false}",
                "{'field': 'payload.a', 'operator': 'lte', 'value': 10}",
                "{'any': [{'field': 'method', 'op': 'eq', 'value': 'PUT'}]}",
                "{'all': [{'not': {'any': [{'field': 'method', 'op': 'eq', 'value': 'PUT'}]}}]}"
            })
    void aRuleThatCanBeEvaluatedIsAccepted(String json) {
        assertThatCode(() -> rule(json).validate("rule")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'any': [{'field': 'method', 'op': 'exists'}], 'not': {'field': 'method', 'op': 'exists'}}",
                "{'any': [{'field': 'method', 'op': 'exists'}], 'all': [{'field': 'method', 'op': 'exists'}]}",
                "{'field': 'method', 'op': 'exists', 'not': {'field': 'method', 'op': 'exists'}}",
                "{'value': 1, 'any': [{'field': 'method', 'op': 'exists'}]}"
            })
    void aRuleIsOneThing(String json) {
        assertRefused(json, "rule: " + EITHER_OR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'payloads.a'", "'header.a'", "'headers'", "'query'", "'method.a'", "''", "null"})
    void anUnknownFieldIsRefused(String field) {
        assertRefused("{'field': " + field + ", 'op': 'exists'}", "rule.field: must be payload, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'equals'", "'EQ'", "'regex'", "''", "null"})
    void anUnknownOperatorIsRefused(String op) {
        assertRefused(
                "{'field': 'method', 'op': " + op + ", 'value': 1}",
                "rule.op: must be one of eq, neq, contains, gt, gte, lt, lte, exists, in; was ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "in       | 'a'     | must be a list for the operator in",
                "in       | null    | must be a list for the operator in",
                "exists   | 'true'  | must be true or false for the operator exists",
                "exists   | 1       | must be true or false for the operator exists",
                "contains | 1       | must be a string for the operator contains",
                "contains | null    | must be a string for the operator contains",
                "gt       | 'ten'   | must be a number for the operator gt",
                "gte      | true    | must be a number for the operator gte",
                "lt       | null    | must be a number for the operator lt",
                "lte      | [1]     | must be a number for the operator lte"
            })
    void aValueThatTheOperatorCannotUseIsRefused(String op, String value, String problem) {
        assertRefused("{'field': 'method', 'op': '" + op + "', 'value': " + value + "}", "rule.value: " + problem);
    }

    @Test
    void theRuleInAGroupThatIsWrongIsNamed() {
        String good = "{'field': 'method', 'op': 'exists'}";
        String bad = "{'field': 'colour', 'op': 'exists'}";

        assertRefused("{'any': [" + good + ", " + bad + "]}", "rule.any[1].field: ");
        assertRefused("{'all': [" + bad + "]}", "rule.all[0].field: ");
        assertRefused("{'not': " + bad + "}", "rule.not.field: ");
        assertRefused("{'not': {'all': [" + good + ", {'any': [{}]}]}}", "rule.not.all[1].any[0]: " + EITHER_OR);
    }

    @Test
    void anEmptyGroupIsRefused() {
        assertRefused("{'any': []}", "rule.any: must hold at least one rule");
        assertRefused("{'all': []}", "rule.all: must hold at least one rule");
    }

    @Test
    void aGroupHoldsNoNull() {
        assertRefused("{'any': [null]}", "rule.any[0]: " + EITHER_OR);
    }

    @Test
    void rulesMayBeNested16Deep() {
        assertThatCode(() -> rule(nested(16)).validate("rule")).doesNotThrowAnyException();
        assertRefused(nested(17), "rule" + ".not".repeat(16) + ": rules are nested more than 16 deep");
    }

    @Test
    void anOperatorUnderItsOtherNameIsWrittenAsOp() throws JsonProcessingException {
        assertThat(Json.mapper().writeValueAsString(rule("{'field': 'method', 'operator': 'eq', 'value': 'PUT'}")))
                .isEqualTo("{\"field\":\"method\",\"op\":\"eq\",\"value\":\"PUT\"}");
    }

    private static String nested(int depth) {
        return "{'not': ".repeat(depth - 1) + "{'field': 'method', 'op': 'exists'}" + "}".repeat(depth - 1);
    }

    private static void assertRefused(String json, String message) {
        assertThatThrownBy(() -> rule(json).validate("rule"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    /** Reads JSON with single quotes. */
    private static FilterRule rule(String json) throws JsonProcessingException {
        return Json.mapper().readValue(json.replace('\'', '"'), FilterRule.class);
    }
}
