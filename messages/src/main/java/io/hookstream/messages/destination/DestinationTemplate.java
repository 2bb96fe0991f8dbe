package io.hookstream.messages.destination;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a destination of a well-known service looks like, to begin with. The empty values are for its owner to fill in, and
 * so is what an expression has in capitals.
 *
 * @param transform for connections to it: makes of any event what the service takes; null if that is any event already
 */
public record DestinationTemplate(
        String id,
        String name,
        String description,
        String url,
        Map<String, String> headers,
        @Nullable String transform) {

    private static final String JSON = "application/json";

    /** Its kind and its text, whatever an event's payload is. */
    private static final String EVENT = """
            (
              $body := $event.payload;
              $named := $type($body) = "object" ? [$body.type, $body.event, "event"][$type($) = "string"][0] : "event";
              $kind := $substring($named, 0, 100);
              $text := $type($body) = "string" ? $body : $exists($body) ? $string($body) : "";
            """;

    /** Escaped as Slack wants it; of a longer text it shows 40,000 characters. */
    private static final String SLACK = EVENT + """
              $escaped := $replace($replace($replace($substring($text, 0, 3000), "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
              $title := $replace($replace($replace($kind, "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
              {"text": "*" & $title & "* (" & $event.event_id & ")\\n" & $escaped}
            )
            """;

    /** At most 2,000 characters, and nobody is mentioned by what an event holds. */
    private static final String DISCORD = EVENT + """
              {
                "content": $substring("**" & $kind & "** (" & $event.event_id & ")\\n" & $text, 0, 2000),
                "allowed_mentions": {"parse": []}
              }
            )
            """;

    /** Events API v2: a summary of at most 1,024 characters, an event of at most 512 KB. */
    private static final String PAGERDUTY = EVENT + """
              {
                "routing_key": "YOUR_ROUTING_KEY",
                "event_action": "trigger",
                "dedup_key": $event.event_id,
                "payload": {
                  "summary": $substring($kind & ": " & $text, 0, 1024),
                  "source": "hookstream",
                  "severity": "error",
                  "timestamp": $event.received_at,
                  "custom_details": {"event_id": $event.event_id, "body": $substring($text, 0, 50000)}
                }
              }
            )
            """;

    /** A log of at most 1 MB. */
    private static final String DATADOG = EVENT + """
              [{
                "ddsource": "hookstream",
                "service": "webhooks",
                "message": $substring($text, 0, 100000),
                "event_id": $event.event_id,
                "event_type": $kind,
                "timestamp": $event.received_at
              }]
            )
            """;

    private static final String LINEAR = EVENT + """
              {
                "query": "mutation($input: IssueCreateInput!) { issueCreate(input: $input) { success } }",
                "variables": {"input": {
                  "teamId": "YOUR_TEAM_ID",
                  "title": $substring($kind & " (" & $event.event_id & ")", 0, 200),
                  "description": $substring($text, 0, 50000)
                }}
              }
            )
            """;

    public static final List<DestinationTemplate> ALL = List.of(
            new DestinationTemplate(
                    "slack",
                    "Slack",
                    "Send webhook events to a Slack channel via Incoming Webhook URL.",
                    "",
                    Map.of("Content-Type", JSON),
                    SLACK),
            new DestinationTemplate(
                    "discord",
                    "Discord",
                    "Post webhook events to a Discord channel webhook. With /slack at its end, the URL takes what Slack"
                            + " takes.",
                    "",
                    Map.of("Content-Type", JSON),
                    DISCORD),
            new DestinationTemplate(
                    "pagerduty",
                    "PagerDuty",
                    "Trigger PagerDuty alerts with the Events API v2. The integration's key goes into the transform.",
                    "https://events.pagerduty.com/v2/enqueue",
                    Map.of("Content-Type", JSON),
                    PAGERDUTY),
            new DestinationTemplate(
                    "datadog",
                    "Datadog",
                    "Send webhook events to Datadog's HTTP log intake. Other sites than US1 have other host names.",
                    "https://http-intake.logs.datadoghq.com/api/v2/logs",
                    Map.of("Content-Type", JSON, "DD-API-KEY", ""),
                    DATADOG),
            new DestinationTemplate(
                    "zapier", "Zapier", "Start a Zap with its Catch Hook URL.", "", Map.of("Content-Type", JSON), null),
            new DestinationTemplate(
                    "linear",
                    "Linear",
                    "Create issues with Linear's API. The team's id goes into the transform, an API key into the header.",
                    "https://api.linear.app/graphql",
                    Map.of("Content-Type", JSON, "Authorization", ""),
                    LINEAR));
}
