package io.hookstream.messages.connection;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionSettingsTest {

    private static final FilterRule RULE = FilterRule.compare("method", "eq", "POST");
    private static final FilterRule BAD_RULE = FilterRule.compare("colour", "eq", "red");

    @Test
    void whatIsAbsentGetsItsDefault() {
        assertThat(new ConnectionSettings(null, "src_1", "dst_1", null, null, null, null).checked())
                .isEqualTo(new ConnectionSettings(null, "src_1", "dst_1", List.of(), null, false, true));
    }

    @Test
    void whatIsSetIsKept() {
        ConnectionSettings settings =
                new ConnectionSettings("Paid", "src_1", "dst_1", List.of(RULE), "$", false, false);

        assertThat(settings.checked()).isEqualTo(settings);
    }

    @Test
    void anExpressionIsEnabledUnlessItSaysOtherwise() {
        assertThat(withExpression("$").checked().transformEnabled()).isTrue();
    }

    @Test
    void aNameMayBeAbsentButNotBlank() {
        assertThat(named(" Paid ").checked().name()).isEqualTo("Paid");
        assertRefused("name", () -> named(" ").checked());
    }

    @Test
    void sourceAndDestinationAreRequired() {
        assertRefused("source_id", () -> new ConnectionSettings(null, null, "dst_1", null, null, null, null).checked());
        assertRefused(
                "destination_id", () -> new ConnectionSettings(null, "src_1", null, null, null, null, null).checked());
    }

    @Test
    void theRuleThatIsWrongIsNamed() {
        assertRefused(
                "filter_rules[1].field",
                () -> withRules(List.of(RULE, BAD_RULE)).checked());
        assertRefused(
                "filter_rules[1].not.field",
                () -> withRules(List.of(RULE, new FilterRule(null, null, null, null, null, BAD_RULE)))
                        .checked());
        assertRefused(
                "filter_rules[1]", () -> withRules(Arrays.asList(RULE, null)).checked());
    }

    @Test
    void thereMayBe100Rules() {
        assertThat(withRules(Collections.nCopies(100, RULE)).checked().filterRules())
                .hasSize(100);
        assertRefused(
                "filter_rules", () -> withRules(Collections.nCopies(101, RULE)).checked());
    }

    @Test
    void anExpressionMayHave8KilobytesAsUtf8() {
        assertThat(withExpression("é".repeat(4096)).checked().transformExpression())
                .hasSize(4096);
        assertRefused(
                "transform_expression",
                () -> withExpression("é".repeat(4096) + "a").checked());
    }

    private static ConnectionSettings named(String name) {
        return new ConnectionSettings(name, "src_1", "dst_1", null, null, null, null);
    }

    private static ConnectionSettings withRules(List<FilterRule> rules) {
        return new ConnectionSettings(null, "src_1", "dst_1", rules, null, null, null);
    }

    private static ConnectionSettings withExpression(String expression) {
        return new ConnectionSettings(null, "src_1", "dst_1", null, expression, null, null);
    }
}
