package io.hookstream.messages.connection;

import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user sets of a connection.
 *
 * @param name for people; may be absent
 * @param sourceId cannot be changed later
 * @param destinationId cannot be changed later
 * @param filterRules all must match; none match everything
 * @param transformExpression JSONata, at most 8 KB
 * @param transformEnabled default true if there is an expression
 * @param enabled default true
 */
public record ConnectionSettings(
        @Nullable String name,
        @Nullable String sourceId,
        @Nullable String destinationId,
        @Nullable List<FilterRule> filterRules,
        @Nullable String transformExpression,
        @Nullable Boolean transformEnabled,
        @Nullable Boolean enabled) {

    private static final int MAX_RULES = 100;
    private static final int MAX_EXPRESSION_BYTES = 8 * 1024;

    /** @throws Refused naming the field that is missing or wrong */
    public ConnectionSettings checked() {
        List<FilterRule> rules = filterRules == null ? List.of() : filterRules;
        if (rules.size() > MAX_RULES) {
            throw Refused.invalid("filter_rules: must be at most " + MAX_RULES);
        }
        try {
            FilterRule.validateEach(rules, "filter_rules");
        } catch (IllegalArgumentException e) {
            throw Refused.invalid(String.valueOf(e.getMessage()));
        }
        if (transformExpression != null
                && transformExpression.getBytes(StandardCharsets.UTF_8).length > MAX_EXPRESSION_BYTES) {
            throw Refused.invalid("transform_expression: must have at most 8 KB");
        }
        return new ConnectionSettings(
                name == null ? null : Check.name(name),
                Check.required(sourceId, "source_id"),
                Check.required(destinationId, "destination_id"),
                rules,
                transformExpression,
                transformEnabled == null ? transformExpression != null : transformEnabled,
                enabled == null || enabled);
    }
}
