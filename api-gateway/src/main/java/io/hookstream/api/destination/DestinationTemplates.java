package io.hookstream.api.destination;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a destination of a well-known service looks like, to begin with. The empty values are for its owner to fill in. */
@RestController
@Tag(name = "Destinations")
class DestinationTemplates {

    private static final Templates ALL = new Templates(List.of(
            new Template(
                    "slack",
                    "Slack",
                    "Send webhook events to a Slack channel via Incoming Webhook URL.",
                    Config.of("", Map.of(), Format.of("slack"))),
            new Template(
                    "discord",
                    "Discord",
                    "Post webhook events to a Discord channel webhook, with or without /slack at the end of its URL.",
                    Config.of("", Map.of(), Format.of("discord"))),
            new Template(
                    "pagerduty",
                    "PagerDuty",
                    "Trigger PagerDuty alerts with the Events API v2 and an integration's routing key.",
                    Config.of(
                            "https://events.pagerduty.com/v2/enqueue",
                            Map.of(),
                            new Format("pagerduty", "", "error", null))),
            new Template(
                    "datadog",
                    "Datadog",
                    "Send webhook events to Datadog's HTTP log intake. Other sites than US1 have other host names.",
                    Config.of(
                            "https://http-intake.logs.datadoghq.com/api/v2/logs",
                            Map.of("DD-API-KEY", ""),
                            Format.of("datadog"))),
            new Template(
                    "zapier",
                    "Zapier",
                    "Start a Zap with its Catch Hook URL.",
                    Config.of("", Map.of(), Format.of("zapier"))),
            new Template(
                    "linear",
                    "Linear",
                    "Create issues of a team with Linear's API and an API key.",
                    Config.of(
                            "https://api.linear.app/graphql",
                            Map.of("Authorization", ""),
                            new Format("linear", null, null, "")))));

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
    record Config(String url, String method, Map<String, String> headers, Format bodyFormat) {
        static Config of(String url, Map<String, String> credential, Format format) {
            Map<String, String> headers = new LinkedHashMap<>(credential);
            headers.put("Content-Type", "application/json");
            return new Config(url, "POST", headers, format);
        }
    }

    /** As in {@code config.body_format}: what a type has no use for is left out. */
    @Schema(name = "DestinationTemplateFormat")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Format(
            String type,
            @Nullable String routingKey,
            @Nullable String severity,
            @Nullable String teamId) {
        static Format of(String type) {
            return new Format(type, null, null, null);
        }
    }

    @GetMapping("/v1/destinations/templates")
    Mono<Templates> list() {
        return Mono.just(ALL);
    }
}
