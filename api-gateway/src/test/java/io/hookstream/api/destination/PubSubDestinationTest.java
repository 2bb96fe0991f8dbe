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
import io.hookstream.messages.destination.PubSubConfig;
import io.hookstream.messages.destination.ServiceAccountKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PubSubDestinationTest {

    private static final String TIME = "2026-01-02T03:04:05Z";

    private final Gateway gateway = Gateway.fresh();

    private void shown() {
        ServiceAccountKey key = new ServiceAccountKey(new Secret("v1.cipher", "\"}"), "");
        PubSubConfig config = new PubSubConfig("my-project", "events", key, null, null, null, 30);
        DestinationSettings settings = new DestinationSettings(
                "Topic", "topic", "pubsub", config, true, null, null, null, null, null, null, null, null, null, null);
        gateway.bus.query(
                FindDestination.class,
                DestinationView.class,
                query -> new DestinationView("dst_1", Gateway.TENANT, settings, new Revision(1, false, TIME, TIME), 0));
    }

    @Test
    void itsKeyIsEncryptedOnTheWayInAndMaskedOnTheWayOut() {
        gateway.bus.command(CreateDestination.class, command -> 0L);
        shown();

        gateway.client()
                .post()
                .uri("/v1/destinations")
                .bodyValue("""
                    {"name": "Topic", "type": "gcp_pubsub",
                     "config": {"project_id": "my-project", "topic_id": "events", "service_account_json": "{\\"a\\":1}"}}""")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("pubsub")
                .jsonPath("$.config.service_account_json")
                .isEqualTo("****\"}");

        PubSubConfig config = (PubSubConfig)
                gateway.bus.only(CreateDestination.class).settings().config();
        assertThat(config.serviceAccountJson().secret().ciphertext()).isEqualTo("v1.}1:\"a\"{");
        assertThat(config.serviceAccountJson().problem()).contains("client_email");
    }

    @Test
    void sendingBackTheMaskedKeyKeepsIt() {
        gateway.bus.command(UpdateDestination.class, command -> 1L);
        shown();

        gateway.client()
                .patch()
                .uri("/v1/destinations/dst_1")
                .bodyValue("""
                    {"config": {"topic_id": "other", "service_account_json": "****\\"}"}}""")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(UpdateDestination.class).patch())
                .isEqualTo(Map.of("config", Map.of("type", "pubsub", "topic_id", "other")));
    }
}
