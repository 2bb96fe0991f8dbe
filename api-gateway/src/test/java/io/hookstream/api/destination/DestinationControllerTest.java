package io.hookstream.api.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.ClientCredentials;
import io.hookstream.messages.destination.DestinationCommand.CreateDestination;
import io.hookstream.messages.destination.DestinationCommand.DeleteDestination;
import io.hookstream.messages.destination.DestinationCommand.UpdateDestination;
import io.hookstream.messages.destination.DestinationQuery.Destinations;
import io.hookstream.messages.destination.DestinationQuery.FindDestination;
import io.hookstream.messages.destination.DestinationQuery.ListDestinations;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.DestinationView;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.destination.SigningConfig;
import io.hookstream.messages.destination.SigningSecret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

class DestinationControllerTest {

    private static final String TIME = "2026-01-02T03:04:05Z";
    private static final String JSON = """
        {"id": "dst_1", "name": "Billing", "slug": "billing", "type": "http", "url": "https://b.example/",
         "method": "PUT", "headers": {"Authorization": "****cret"},
         "config": {"type": "http", "url": "https://b.example/", "method": "PUT", "headers": {"Authorization": "****cret"},
                    "timeout": 30, "auth": null, "body_format": null},
         "enabled": true, "retry_max_attempts": 5, "retry_backoff_type": "exponential",
         "retry_intervals": [30, 300], "max_concurrency": 16, "retry_jitter": null,
         "rate_limit": null, "ordered": null, "circuit_failure_threshold": null, "circuit_cooldown_seconds": null,
         "signing_config": {"secret": "****gner", "algorithm": "sha256", "header": "X-hookstream-Signature",
                            "prefix": "{algorithm}=", "include_timestamp": false,
                            "timestamp_header": "X-hookstream-Timestamp", "previous_secret": "****ious",
                            "previous_secret_expires_at": "2026-01-02T03:04:05Z"}, "delivery_count": 892,
         "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-01-02T03:04:05Z"}""";

    private static final SigningConfig SIGNING = new SigningConfig(
            signingSecret("gner"),
            "sha256",
            "X-hookstream-Signature",
            "{algorithm}=",
            false,
            "X-hookstream-Timestamp",
            signingSecret("ious"),
            Instant.parse(TIME));

    private final Gateway gateway = Gateway.fresh();

    private static SigningSecret signingSecret(String hint) {
        return new SigningSecret(new Secret("v1.cipher", hint), List.of("sha256", "sha1"));
    }

    private static DestinationView destination(boolean deleted) {
        Map<String, HeaderValue> headers =
                Map.of("Authorization", new HeaderValue(null, new Secret("v1.cipher", "cret")));
        HttpConfig config = new HttpConfig("https://b.example/", "PUT", headers, 30);
        DestinationSettings settings = new DestinationSettings(
                "Billing",
                "billing",
                "http",
                config,
                true,
                5,
                "exponential",
                List.of(30, 300),
                16,
                null,
                null,
                null,
                null,
                null,
                SIGNING);
        return new DestinationView("dst_1", Gateway.TENANT, settings, new Revision(1, deleted, TIME, TIME), 892);
    }

    private void shown(boolean deleted) {
        gateway.bus.query(FindDestination.class, DestinationView.class, query -> destination(deleted));
    }

    @Test
    void aDestinationIsCreatedFromTheDocumentedSpellingWithItsSecretsEncrypted() {
        gateway.bus.command(CreateDestination.class, command -> 0L);
        shown(false);

        gateway.client()
                .post()
                .uri("/v1/destinations")
                .bodyValue("""
                    {"name": "Billing", "slug": "billing", "type": "http", "url": "https://b.example/",
                     "headers": {"X-Custom": "value", "Authorization": "secret"}, "retry_max_attempts": 5,
                     "retry_backoff_type": "exponential", "retry_intervals": [30, 300],
                     "signing_config": {"secret": "signer", "previous_secret": "previous",
                                        "previous_secret_expires_at": "2026-01-02T04:04:05+01:00"}}""")
                .exchange()
                .expectStatus()
                .isCreated()
                .expectBody()
                .json(JSON, JsonCompareMode.STRICT);

        CreateDestination command = gateway.bus.only(CreateDestination.class);
        assertThat(command.id()).matches("dst_[0-9a-f]{32}");
        assertThat(command.settings().config())
                .isEqualTo(new HttpConfig(
                        "https://b.example/",
                        null,
                        Map.of(
                                "X-Custom", new HeaderValue("value", null),
                                "Authorization", new HeaderValue(null, new Secret("v1.terces", "cret"))),
                        null));
        assertThat(command.settings().signingConfig())
                .isEqualTo(new SigningConfig(
                        new SigningSecret(new Secret("v1.rengis", "gner"), List.of("sha256", "sha1")),
                        null,
                        null,
                        null,
                        null,
                        null,
                        new SigningSecret(new Secret("v1.suoiverp", "ious"), List.of("sha256", "sha1")),
                        Instant.parse(TIME)));
    }

    @Test
    void aDestinationIsShownWithItsSecretsMasked() {
        shown(false);

        gateway.client()
                .get()
                .uri("/v1/destinations/dst_1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(JSON, JsonCompareMode.STRICT);
    }

    @Test
    void sendingBackWhatWasShownChangesNoSecret() {
        gateway.bus.command(UpdateDestination.class, command -> 1L);
        shown(false);

        gateway.client()
                .patch()
                .uri("/v1/destinations/dst_1")
                .bodyValue("""
                    {"url": "https://c.example/", "headers": {"Authorization": "****cret"},
                     "signing_config": {"secret": "****gner", "algorithm": "sha1", "previous_secret": "****ious",
                                        "previous_secret_expires_at": "2026-01-02T03:04:05Z"}}""")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(UpdateDestination.class).patch())
                .isEqualTo(Map.of(
                        "config", Map.of("type", "http", "url", "https://c.example/", "headers", Map.of()),
                        "signing_config", Map.of("algorithm", "sha1", "previous_secret_expires_at", TIME)));
    }

    @Test
    void aDeletedDestinationIsNotFoundAfterwards() {
        gateway.bus.command(DeleteDestination.class, command -> 1L);
        shown(true);

        gateway.client()
                .delete()
                .uri("/v1/destinations/dst_1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json("{\"success\": true}", JsonCompareMode.STRICT);
        gateway.client()
                .get()
                .uri("/v1/destinations/dst_1")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("Destination not found");
    }

    @Test
    void aListHasTheDocumentedShape() {
        gateway.bus.query(
                ListDestinations.class,
                Destinations.class,
                query -> new Destinations(List.of(destination(false)), null));

        gateway.client()
                .get()
                .uri("/v1/destinations")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .json(
                        "{\"destinations\": [" + JSON + "], \"cursor\": null, \"has_more\": false}",
                        JsonCompareMode.STRICT);
    }

    private WebTestClient.ResponseSpec created(String auth) {
        return gateway.client()
                .post()
                .uri("/v1/destinations")
                .bodyValue("{\"name\": \"Billing\", \"config\": {\"url\": \"https://b.example/\", \"auth\": " + auth
                        + "}}")
                .exchange();
    }

    @Test
    void authIsReadWithItsSecretEncrypted() {
        gateway.bus.command(CreateDestination.class, command -> 0L);
        shown(false);

        created("""
            {"type": "oauth2", "token_url": "https://l.example/", "client_id": "me", "client_secret": "secret"}""").expectStatus().isCreated();

        assertThat(gateway.bus.only(CreateDestination.class).settings().config())
                .isEqualTo(new HttpConfig(
                        "https://b.example/",
                        null,
                        null,
                        null,
                        new ClientCredentials(
                                "https://l.example/", "me", new Secret("v1.terces", "cret"), null, null, null),
                        null));
    }

    @Test
    void whatIsWrongWithAuthIsNamed() {
        for (String[] wrong : new String[][] {
            {"{}", "config.auth.type: is required; known are mtls, oauth2"},
            {"{\"type\": \"ntlm\"}", "config.auth.type: is unknown; known are mtls, oauth2"},
            {"{\"type\": \"oauth2\", \"client_id\": 1}", "config.auth.client_id: must be a string; was 1"},
            {"{\"type\": \"mtls\", \"private_key\": {}}", "config.auth.private_key: must be a string"},
            {
                "{\"type\": \"mtls\", \"client_id\": \"a\"}",
                "config.auth.client_id: unknown field" + "; known are ca_certificate, certificate, private_key"
            },
            {"\"oauth2\"", "config.auth"}
        }) {
            created(wrong[0])
                    .expectStatus()
                    .isBadRequest()
                    .expectBody()
                    .jsonPath("$.error")
                    .value(String.class, error -> assertThat(error).startsWith(wrong[1]));
        }
    }

    @Test
    void sendingBackAMaskedKeyChangesItNot() {
        gateway.bus.command(UpdateDestination.class, command -> 1L);
        shown(false);

        gateway.client()
                .patch()
                .uri("/v1/destinations/dst_1")
                .bodyValue("""
                    {"config": {"auth": {"type": "mtls", "certificate": "new", "private_key": "****----"}}}""")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(UpdateDestination.class).patch())
                .isEqualTo(
                        Map.of("config", Map.of("type", "http", "auth", Map.of("type", "mtls", "certificate", "new"))));
    }
}
