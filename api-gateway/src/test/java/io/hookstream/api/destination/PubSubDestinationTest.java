package io.hookstream.api.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Json;
import io.hookstream.messages.Revision;
import io.hookstream.messages.destination.DestinationCommand.CreateDestination;
import io.hookstream.messages.destination.DestinationCommand.UpdateDestination;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.destination.PubSubConfig;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.web.reactive.server.WebTestClient;

class PubSubDestinationTest {

    private static final String TIME = "2026-01-02T03:04:05Z";
    private static final String PEM = pem("RSA");

    private final Gateway gateway = Gateway.fresh();

    private static String pem(String algorithm) {
        try {
            byte[] key = KeyPairGenerator.getInstance(algorithm)
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String account(String email, String pem, String tokenUri) {
        Map<String, String> key = new LinkedHashMap<>(Map.of("private_key", pem));
        key.put("client_email", email);
        key.put("token_uri", tokenUri);
        return Json.mapper().valueToTree(key).toString();
    }

    private static String account() {
        return account("a@p.iam.gserviceaccount.com", PEM, "https://oauth2.googleapis.com/token");
    }

    private static Map<String, Object> config() {
        return new LinkedHashMap<>(
                Map.of("project_id", "my-project", "topic_id", "events", "service_account_json", account()));
    }

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

    private WebTestClient.ResponseSpec post(Map<String, Object> config) {
        accepting();
        return gateway.client()
                .post()
                .uri("/v1/destinations")
                .bodyValue(Json.mapper()
                        .valueToTree(Map.of("name", "Topic", "type", "gcp_pubsub", "config", config))
                        .toString())
                .exchange();
    }

    private void refused(Map<String, Object> config, String error) {
        post(config)
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(String.class, said -> assertThat(said).startsWith(error));
    }

    @Test
    void itsKeyIsEncryptedOnTheWayInAndMaskedOnTheWayOut() {
        post(config())
                .expectStatus()
                .isCreated()
                .expectBody()
                .jsonPath("$.type")
                .isEqualTo("pubsub")
                .jsonPath("$.config.service_account_json")
                .isEqualTo("****en\"}")
                .jsonPath("$.config.timeout")
                .isEqualTo(30);

        PubSubConfig config = (PubSubConfig)
                gateway.bus.only(CreateDestination.class).settings().config();
        assertThat(config.serviceAccountJson().secret().ciphertext())
                .startsWith("v1.")
                .isEqualTo("v1." + new StringBuilder(account()).reverse());
        assertThat(config.serviceAccountJson().problem()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"project_id", "topic_id", "service_account_json"})
    void whatIsMissingIsNamed(String field) {
        Map<String, Object> config = config();
        config.remove(field);
        refused(config, "config." + field + ": is required");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project_id",
                "topic_id",
                "service_account_json",
                "ordering_key",
                "ordering_key_path",
                "endpoint",
                "timeout"
            })
    void aWrongTypeIsNamed(String field) {
        Map<String, Object> config = config();
        config.put(field, new int[] {1});
        refused(config, "config." + field + ": ");
    }

    @ParameterizedTest
    @CsvSource({
        "project_id, 'my project'",
        "project_id, ''",
        "topic_id, ab",
        "topic_id, 1events",
        "topic_id, projects/my-project/topics/events",
        "service_account_json, no json",
        "service_account_json, {}",
        "ordering_key, ''",
        "ordering_key_path, ' '",
        "endpoint, ftp://pubsub.example",
        "timeout, 0",
        "timeout, 61",
        "url, https://pubsub.example"
    })
    void whatIsWrongIsNamed(String field, String value) {
        Map<String, Object> config = config();
        config.put(field, field.equals("timeout") ? Integer.valueOf(value) : value);
        refused(config, "config." + field + ": ");
    }

    @Test
    void whatIsWrongInTheKeyIsNamedAndNotRepeated() {
        Map<String, Object> config = config();
        config.put("service_account_json", account("", PEM, "https://oauth2.googleapis.com/token"));
        refused(config, "config.service_account_json: client_email");
        config.put("service_account_json", account("a@b.example", pem("EC"), "https://oauth2.googleapis.com/token"));
        refused(config, "config.service_account_json: private_key");
        config.put("service_account_json", account("a@b.example", PEM, "file:///token"));
        refused(config, "config.service_account_json: token_uri");
    }

    @Test
    void oneOrderingKeyIsEnough() {
        Map<String, Object> config = config();
        config.put("ordering_key", "one");
        config.put("ordering_key_path", "order.id");
        refused(config, "config.ordering_key_path: cannot be set beside ordering_key");
    }

    @Test
    void sendingBackTheMaskedKeyKeepsIt() {
        post(config()).expectStatus().isCreated();
        gateway.bus.command(UpdateDestination.class, command -> 1L);

        gateway.client()
                .patch()
                .uri("/v1/destinations/dst_1")
                .bodyValue("""
                    {"config": {"topic_id": "other", "service_account_json": "****en\\"}"}}""")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(UpdateDestination.class).patch())
                .isEqualTo(Map.of("config", Map.of("type", "pubsub", "topic_id", "other")));
    }
}
