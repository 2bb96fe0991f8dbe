package io.hookstream.api.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.DestinationCommand.CreateDestination;
import io.hookstream.messages.destination.DestinationCommand.UpdateDestination;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.destination.KafkaConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient;

class KafkaDestinationTest {

    private static final String TIME = "2026-01-02T03:04:05Z";
    private static final String CONFIG = """
        {"bootstrap_servers": "pkc-1.confluent.cloud:9092", "cluster_id": "lkc-1", "topic": "webhook-events",
         "api_key": "KEY", "api_secret": "top-secret"}""";

    private final Gateway gateway = Gateway.fresh();

    /** As the command side does, checks what is created. */
    private void accepting() {
        gateway.bus.command(CreateDestination.class, command -> {
            DestinationSettings settings = command.settings().checked(command.id());
            gateway.bus.query(
                    FindDestination.class,
                    DestinationView.class,
                    query -> new DestinationView(
                            command.id(), Gateway.TENANT, settings, new Revision(1, false, TIME, TIME), 0));
            return 0L;
        });
    }

    private WebTestClient.ResponseSpec post(String config) {
        return gateway.client()
                .post()
                .uri("/v1/destinations")
                .bodyValue("{\"name\": \"Stream\", \"type\": \"kafka\", \"config\": " + config + "}")
                .exchange();
    }

    @Test
    void isCreatedAsDocumentedWithItsSecretEncryptedAndMasked() {
        accepting();

        post(CONFIG)
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("kafka")
                .jsonPath("$.config.topic")
                .isEqualTo("webhook-events")
                .jsonPath("$.config.api_secret")
                .isEqualTo("****cret")
                .jsonPath("$.config.timeout")
                .isEqualTo(30);

        KafkaConfig config = (KafkaConfig)
                gateway.bus.only(CreateDestination.class).settings().config();
        assertThat(config.apiSecret()).isEqualTo(new Secret("v1.terces-pot", "cret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap_servers", "topic", "api_key", "api_secret"})
    void whatIsMissingIsNamed(String field) {
        accepting();
        post(CONFIG.replace("\"" + field + "\"", "\"key_path\""))
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(String.class, error -> assertThat(error).startsWith("config." + field + ": "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bootstrap_servers", "topic", "api_secret", "timeout"})
    void aWrongTypeIsNamed(String field) {
        accepting();
        post("{\"" + field + "\": [1]}")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(String.class, error -> assertThat(error).startsWith("config." + field + ": "));
    }

    @Test
    void anUnknownFieldIsNamed() {
        accepting();
        post("{\"url\": \"https://b.example\"}")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(String.class, error -> assertThat(error).startsWith("config.url: unknown field"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void sendingBackWhatWasShownChangesNoSecret() {
        accepting();
        post(CONFIG).expectStatus().isCreated();
        gateway.bus.command(UpdateDestination.class, command -> 1L);

        gateway.client()
                .patch()
                .uri("/v1/destinations/dst_1")
                .bodyValue("{\"config\": {\"topic\": \"other\", \"api_secret\": \"****cret\"}}")
                .exchange()
                .expectStatus()
                .isOk();

        Map<String, Object> patch = gateway.bus.only(UpdateDestination.class).patch();
        assertThat((Map<String, Object>) patch.get("config"))
                .containsEntry("topic", "other")
                .doesNotContainKey("api_secret");
    }
}
