package io.hookstream.api.destination;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hookstream.api.Gateway;
import io.hookstream.messages.Json;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.BodyFormat;
import io.hookstream.messages.destination.DestinationCommand.CreateDestination;
import io.hookstream.messages.destination.DestinationCommand.UpdateDestination;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.destination.HttpConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Destinations of well-known services, from the templates on. */
class BodyFormatTest {

    private static final String TIME = "2026-01-02T03:04:05Z";
    private static final List<String> SERVICES =
            List.of("slack", "discord", "pagerduty", "datadog", "zapier", "linear");

    private final Gateway gateway = Gateway.fresh();

    private void shown() {
        HttpConfig config = new HttpConfig(
                "https://s.example/",
                "POST",
                Map.of(),
                30,
                null,
                new BodyFormat.PagerDuty(new Secret("v1.cipher", "cdef"), "error"));
        DestinationSettings settings = new DestinationSettings(
                "Alerts", "alerts", "http", config, true, null, null, null, null, null, null, null, null, null, null);
        gateway.bus.query(
                FindDestination.class,
                DestinationView.class,
                query -> new DestinationView("dst_1", Gateway.TENANT, settings, new Revision(1, false, TIME, TIME), 0));
    }

    private WebTestClient.ResponseSpec created(String config) {
        return gateway.client()
                .post()
                .uri("/v1/destinations")
                .bodyValue("{\"name\": \"Alerts\", \"config\": " + config + "}")
                .exchange();
    }

    @Test
    void eachTemplateMakesADestinationOnceItsEmptyValuesAreFilledIn() throws Exception {
        gateway.bus.command(CreateDestination.class, command -> {
            command.settings().checked(command.id());
            return 0L;
        });
        shown();
        byte[] list = gateway.client()
                .get()
                .uri("/v1/destinations/templates")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        JsonNode templates = Json.mapper().readTree(list).path("templates");

        assertThat(templates.findValuesAsText("id")).isEqualTo(SERVICES);
        for (JsonNode template : templates) {
            ObjectNode config = (ObjectNode) template.path("config_template");
            assertThat(config.at("/body_format/type").asText())
                    .isEqualTo(template.path("id").asText());
            fill(config, "https://s.example/");
            fill((ObjectNode) config.path("headers"), "secret");
            fill((ObjectNode) config.path("body_format"), "secret");
            created(config.toString()).expectStatus().isCreated();
        }
    }

    private static void fill(ObjectNode fields, String value) {
        fields.properties().stream()
                .filter(field -> field.getValue().isTextual()
                        && field.getValue().textValue().isEmpty())
                .toList()
                .forEach(field -> fields.put(field.getKey(), value));
    }

    @Test
    void aKeyIsEncryptedOnTheWayInAndMaskedOnTheWayOut() {
        gateway.bus.command(CreateDestination.class, command -> 0L);
        shown();

        created("""
                {"url": "https://s.example/", "body_format": {"type": "pagerduty", "routing_key": "0123456789abcdef"}}""")
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.config.body_format.routing_key")
                .isEqualTo("****cdef");

        HttpConfig config = (HttpConfig)
                gateway.bus.only(CreateDestination.class).settings().config();
        assertThat(config.bodyFormat())
                .isEqualTo(new BodyFormat.PagerDuty(new Secret("v1.fedcba9876543210", "cdef"), null));
    }

    @Test
    void sendingBackAMaskedKeyChangesItNot() {
        gateway.bus.command(UpdateDestination.class, command -> 1L);
        shown();

        gateway.client()
                .patch()
                .uri("/v1/destinations/dst_1")
                .bodyValue("""
                    {"config": {"body_format": {"type": "pagerduty", "routing_key": "****cdef", "severity": "info"}}}""")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(UpdateDestination.class).patch())
                .isEqualTo(Map.of(
                        "config",
                        Map.of("type", "http", "body_format", Map.of("type", "pagerduty", "severity", "info"))));
    }

    @Test
    void whatIsWrongIsNamed() {
        for (String[] wrong : new String[][] {
            {"{}", "config.body_format.type: is required; known are datadog, discord, linear, pagerduty, slack, zapier"
            },
            {"{\"type\": \"teams\"}", "config.body_format.type: is unknown; known are datadog"},
            {"{\"type\": \"slack\", \"team_id\": \"a\"}", "config.body_format.team_id: unknown field"},
            {"{\"type\": \"linear\", \"team_id\": 7}", "config.body_format.team_id: must be a string; was 7"},
            {"{\"type\": \"pagerduty\", \"routing_key\": 7}", "config.body_format.routing_key: "},
            {"\"slack\"", "config.body_format"}
        }) {
            created("{\"url\": \"https://s.example/\", \"body_format\": " + wrong[0] + "}")
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.error")
                    .value(String.class, error -> assertThat(error).startsWith(wrong[1]));
        }
    }
}
