package io.hookstream.messages.destination;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.hookstream.messages.Check;
import io.hookstream.messages.Refused;
import io.hookstream.messages.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service whose requests an {@code http} destination's are made to look like, written with its type. What services
 * want to be told in headers is not here.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = BodyFormat.Slack.class, name = "slack"),
    @JsonSubTypes.Type(value = BodyFormat.Discord.class, name = "discord"),
    @JsonSubTypes.Type(value = BodyFormat.PagerDuty.class, name = "pagerduty"),
    @JsonSubTypes.Type(value = BodyFormat.Datadog.class, name = "datadog"),
    @JsonSubTypes.Type(value = BodyFormat.Zapier.class, name = "zapier"),
    @JsonSubTypes.Type(value = BodyFormat.Linear.class, name = "linear")
})
public sealed interface BodyFormat {

    /** A message of an incoming webhook. */
    record Slack() implements BodyFormat {}

    /** A message of a channel's webhook; one whose URL ends with {@code /slack} is told as Slack would be. */
    record Discord() implements BodyFormat {}

    /**
     * An alert, of the Events API v2.
     *
     * @param routingKey of the integration
     * @param severity critical, error, warning or info; default error
     */
    record PagerDuty(@Nullable Secret routingKey, @Nullable String severity) implements BodyFormat {

        public static final String DEFAULT_SEVERITY = "error";
        private static final List<String> SEVERITIES = List.of("critical", "error", "warning", "info");

        @Override
        public PagerDuty checked() {
            String checked = severity == null ? DEFAULT_SEVERITY : severity;
            if (!SEVERITIES.contains(checked)) {
                throw Refused.invalid("config.body_format.severity: must be one of " + String.join(", ", SEVERITIES)
                        + "; was " + checked);
            }
            return new PagerDuty(Check.required(routingKey, "config.body_format.routing_key"), checked);
        }
    }

    /** A log, of the intake for these. */
    record Datadog() implements BodyFormat {}

    /** Fields for the steps of a Zap. */
    record Zapier() implements BodyFormat {}

    /**
     * An issue.
     *
     * @param teamId whose it is
     */
    record Linear(@Nullable String teamId) implements BodyFormat {

        private static final int MAX_ID = 100;

        @Override
        public Linear checked() {
            String checked = Check.required(teamId, "config.body_format.team_id");
            if (checked.isBlank()
                    || checked.length() > MAX_ID
                    || checked.chars().anyMatch(Character::isISOControl)) {
                throw Refused.invalid("config.body_format.team_id: must have 1 to " + MAX_ID
                        + " characters and no control characters");
            }
            return this;
        }
    }

    /**
     * With the defaults filled in.
     *
     * @throws Refused naming the field that is missing or wrong
     */
    default BodyFormat checked() {
        return this;
    }
}
