package io.hookstream.delivery.destination;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.messages.Json;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.BodyFormat;
import io.hookstream.messages.destination.HttpConfig;
import java.io.IOException;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes of any body what the service takes that an HTTP destination is: see {@link BodyFormat}. The limits are those that
 * the services document; what does not fit is shortened.
 */
public final class ServiceBodies {

    private static final String JSON = "application/json";
    private static final String OURSELVES = "hookstream";

    /** Slack takes 40,000 characters of a text, and shows a few thousand at once. Escaping may make five of one. */
    private static final int SLACK_BODY = 3_000;

    private static final int DISCORD_CONTENT = 2_000;
    private static final int PAGERDUTY_SUMMARY = 1_024;
    private static final int PAGERDUTY_BYTES = 512 * 1024;
    private static final int LINEAR_TITLE = 200;
    private static final long ZAPIER_BYTES = 10_000_000;

    private static final String CREATE_ISSUE =
            "mutation IssueCreate($input: IssueCreateInput!) { issueCreate(input: $input) { success } }";

    private ServiceBodies() {}

    /**
     * What is to be sent instead; the same if its destination wants bodies as they are. Blocks, bounded.
     *
     * @param transformed whether a transform made the body: then that knows what the service takes, but for its key
     * @param reveal what is written in place of a secret
     */
    public static Outbound formatted(Outbound outbound, boolean transformed, Function<Secret, String> reveal) {
        if (!(outbound.target().config() instanceof HttpConfig config) || config.bodyFormat() == null) {
            return outbound;
        }
        BodyFormat format = config.bodyFormat();
        if (transformed) {
            return format instanceof BodyFormat.PagerDuty pagerDuty ? keyed(outbound, pagerDuty, reveal) : outbound;
        }
        if (format instanceof BodyFormat.Zapier
                && outbound.body().length() <= ZAPIER_BYTES
                && ObjectScan.isOfObjects(outbound.body())) {
            return outbound.with(JSON, outbound.body());
        }
        Excerpt excerpt = Excerpt.of(outbound.body(), outbound.contentType());
        return with(
                outbound,
                switch (format) {
                    case BodyFormat.Slack slack -> Map.of("text", slack(outbound, excerpt));
                    case BodyFormat.Discord discord -> discord(outbound, excerpt, isLikeSlack(config));
                    case BodyFormat.PagerDuty pagerDuty -> pagerDuty(outbound, excerpt, pagerDuty, reveal);
                    case BodyFormat.Datadog datadog -> List.of(datadog(outbound, excerpt));
                    case BodyFormat.Zapier zapier -> zapier(outbound, excerpt);
                    case BodyFormat.Linear linear -> linear(outbound, excerpt, linear);
                });
    }

    /**
     * What is wrong although the answer's status is one of success, in one sentence; null if nothing is.
     *
     * @param answer its body
     */
    static @Nullable String problem(HttpConfig config, Supplier<String> answer) {
        if (!(config.bodyFormat() instanceof BodyFormat.Linear)) {
            return null;
        }
        try {
            JsonNode json = Json.mapper().readTree(answer.get());
            JsonNode errors = json.path("errors");
            return errors.isEmpty()
                    ? null
                    : "Linear answered with an error: "
                            + errors.path(0).path("message").asText();
        } catch (JsonProcessingException e) {
            return null; // longer than what is kept, or from something in between
        }
    }

    private static Outbound with(Outbound outbound, Object json) {
        try {
            return outbound.with(JSON, Body.of(Json.mapper().writeValueAsBytes(json)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text can be written", e);
        }
    }

    /** In a block of code of its own, which nothing in it can end. */
    private static String fenced(String text) {
        return text.isEmpty() ? "" : "\n```\n" + text.replace("```", "'''") + "\n```";
    }

    private static String slack(Outbound outbound, Excerpt excerpt) {
        String text = "*" + excerpt.kind() + "* (" + outbound.eventId() + ")"
                + fenced(Excerpt.cut(excerpt.text(), SLACK_BODY));
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static boolean isLikeSlack(HttpConfig config) {
        String path = URI.create(Objects.requireNonNull(config.url(), "checked when it was set up"))
                .getPath();
        return path != null && path.endsWith("/slack");
    }

    /** Nobody is mentioned by what an event holds. */
    private static Map<String, Object> discord(Outbound outbound, Excerpt excerpt, boolean likeSlack) {
        String title = "**" + excerpt.kind() + "** (" + outbound.eventId() + ")";
        int left = DISCORD_CONTENT - title.length() - fenced("x").length();
        if (!likeSlack) {
            return Map.of(
                    "content",
                    title + fenced(Excerpt.cut(excerpt.text(), left)),
                    "allowed_mentions",
                    Map.of("parse", List.of()));
        }
        // Nothing says so in this form, but a character that cannot be seen does it too.
        String harmless = excerpt.text().replace("@", "@\u200b");
        String body = fenced(Excerpt.cut(harmless, left - excerpt.kind().length()));
        return Map.of("text", title.replace("@", "@\u200b") + body);
    }

    private static Map<String, Object> pagerDuty(
            Outbound outbound, Excerpt excerpt, BodyFormat.PagerDuty settings, Function<Secret, String> reveal) {
        String summary = excerpt.text().isBlank() ? excerpt.kind() : excerpt.kind() + ": " + excerpt.text();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("routing_key", key(settings, reveal));
        event.put("event_action", "trigger");
        event.put("dedup_key", outbound.eventId());
        event.put("client", OURSELVES);
        event.put(
                "payload",
                Map.of(
                        "summary",
                        Excerpt.line(summary, PAGERDUTY_SUMMARY),
                        "source",
                        outbound.sourceId(),
                        "severity",
                        Objects.requireNonNullElse(settings.severity(), BodyFormat.PagerDuty.DEFAULT_SEVERITY),
                        "timestamp",
                        at(outbound),
                        "custom_details",
                        details(outbound, excerpt)));
        return event;
    }

    private static String key(BodyFormat.PagerDuty settings, Function<Secret, String> reveal) {
        return reveal.apply(Objects.requireNonNull(settings.routingKey(), "checked when it was set up"));
    }

    /** So that nobody has to write the key into an expression. */
    private static Outbound keyed(Outbound outbound, BodyFormat.PagerDuty settings, Function<Secret, String> reveal) {
        if (!(outbound.body() instanceof Body.Bytes made) || made.length() > PAGERDUTY_BYTES) {
            return outbound;
        }
        try {
            if (Json.mapper().readTree(made.bytes()) instanceof ObjectNode event && !event.has("routing_key")) {
                return with(outbound, event.put("routing_key", key(settings, reveal)));
            }
        } catch (IOException e) {
            // A transform makes JSON; this is deeper than what is read here, or has longer numbers.
        }
        return outbound;
    }

    private static String at(Outbound outbound) {
        return outbound.event().at().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Map<String, Object> details(Outbound outbound, Excerpt excerpt) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("event_id", outbound.eventId());
        details.put("event_type", excerpt.kind());
        details.put("received_at", at(outbound));
        if (outbound.contentType() != null) {
            details.put("content_type", Excerpt.line(outbound.contentType(), SLACK_BODY));
        }
        details.put("body", excerpt.text());
        details.put("shortened", excerpt.shortened());
        return details;
    }

    /** Datadog makes attributes of a message that is JSON. */
    private static Map<String, Object> datadog(Outbound outbound, Excerpt excerpt) {
        Map<String, Object> log = new LinkedHashMap<>();
        log.put("ddsource", OURSELVES);
        log.put("service", OURSELVES);
        log.put("ddtags", "source_id:" + outbound.sourceId());
        log.put("timestamp", at(outbound));
        log.put("event_id", outbound.eventId());
        log.put("event_type", excerpt.kind());
        log.put("message", excerpt.text().isBlank() ? excerpt.kind() : excerpt.text());
        return log;
    }

    private static Map<String, Object> zapier(Outbound outbound, Excerpt excerpt) {
        return details(outbound, excerpt);
    }

    private static Map<String, Object> linear(Outbound outbound, Excerpt excerpt, BodyFormat.Linear settings) {
        String title = excerpt.kind() + " (" + outbound.eventId() + ")";
        return Map.of(
                "query",
                CREATE_ISSUE,
                "variables",
                Map.of(
                        "input",
                        Map.of(
                                "teamId",
                                Objects.requireNonNull(settings.teamId(), "checked when it was set up"),
                                "title",
                                Excerpt.cut(title, LINEAR_TITLE),
                                "description",
                                "Received at " + at(outbound) + fenced(excerpt.text()))));
    }
}
