package io.hookstream.api.destination;

import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a destination of a well-known service looks like, to begin with. The empty values are for its owner to fill in. */
@RestController
@Tag(name = "Destinations")
class DestinationTemplates {

    private static final String JSON = "application/json";

    private static final Templates ALL = new Templates(List.of(
            new Template(
                    "slack",
                    "Slack",
                    "Send webhook events to a Slack channel via Incoming Webhook URL.",
                    Config.of("", "Content-Type", JSON)),
            new Template(
                    "discord",
                    "Discord",
                    "Post webhook events to a Discord channel webhook. With /slack at its end, the URL takes what Slack"
                            + " takes.",
                    Config.of("", "Content-Type", JSON)),
            new Template(
                    "pagerduty",
                    "PagerDuty",
                    "Trigger PagerDuty alerts with the Events API v2. A transform has to make the body, with the"
                            + " integration's routing_key in it.",
                    Config.of("https://events.pagerduty.com/v2/enqueue", "Content-Type", JSON)),
            new Template(
                    "datadog",
                    "Datadog",
                    "Send webhook events to Datadog's HTTP log intake. Other sites than US1 have other host names.",
                    Config.of(
                            "https://http-intake.logs.datadoghq.com/api/v2/logs",
                            "Content-Type",
                            JSON,
                            "DD-API-KEY",
                            "")),
            new Template(
                    "zapier", "Zapier", "Start a Zap with its Catch Hook URL.", Config.of("", "Content-Type", JSON)),
            new Template(
                    "linear",
                    "Linear",
                    "Send webhook events to Linear's API. A transform has to make the body, which is a GraphQL query.",
                    Config.of("https://api.linear.app/graphql", "Content-Type", JSON, "Authorization", ""))));

    @Schema(name = "DestinationTemplatePage")
    record Templates(List<Template> templates) {}

    /** @param configTemplate as in {@code config} of a destination */
    @Schema(name = "DestinationTemplate")
    record Template(String id, String name, String type, String description, Config configTemplate) {
        Template(String id, String name, String description, Config config) {
            this(id, name, "http", description, config);
        }
    }

    @Schema(name = "DestinationTemplateConfig")
    record Config(String url, String method, Map<String, String> headers) {
        static Config of(String url, String name, String value) {
            return new Config(url, "POST", Map.of(name, value));
        }

        static Config of(String url, String name, String value, String other, String otherValue) {
            return new Config(url, "POST", Map.of(name, value, other, otherValue));
        }
    }

    @GetMapping("/v1/destinations/templates")
    Mono<Templates> list() {
        return Mono.just(ALL);
    }
}
