package io.hookstream.api.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.messages.Ids;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.Revision;
import io.hookstream.messages.Secret;
import io.hookstream.messages.source.JsonText;
import io.hookstream.messages.source.SourceCommand.CreateSource;
import io.hookstream.messages.source.SourceCommand.UpdateSource;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import io.hookstream.messages.source.VerificationSecret;
import io.hookstream.messages.source.VerificationType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

/** How what protects a source is set and shown, and the templates. */
class SourceProtectionTest {

    private static final String CREATED = "2026-01-02T03:04:05Z";
    private static final String UPDATED = "2026-01-03T03:04:05Z";

    private final Gateway gateway = Gateway.fresh();
    private final String id = Ids.create("src", 1_767_323_045_000L);

    private SourceView source(String id, long version) {
        return new SourceView(
                id,
                Gateway.TENANT,
                new SourceSettings("Stripe", "stripe", true),
                new Revision(version, false, CREATED, UPDATED),
                1542);
    }

    private WebTestClient.ResponseSpec create(String body) {
        gateway.bus.command(CreateSource.class, command -> 0L);
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id(), 0));
        return gateway.client().post().uri("/v1/sources").bodyValue(body).exchange();
    }

    @Test
    void secretsAreEncryptedAndListsMayBeTexts() {
        create("""
                {"name": "a", "verification_type": "hmac-sha256", "verification_secret": "secret-key",
                 "ip_allowlist": "54.187.174.169, 54.187.205.235,", "ip_denylist": ["10.0.0.0/8"],
                 "json_schema": {"const": null, "maximum": 1.50}, "response_headers": {"X-A": "b"}}""").expectStatus().isCreated();

        SourceSettings settings = gateway.bus.only(CreateSource.class).settings();
        assertThat(settings.verificationSecret())
                .isEqualTo(new VerificationSecret(new Secret("v1.yek-terces", "-key"), List.of("text")));
        assertThat(settings.ipAllowlist()).containsExactly("54.187.174.169", "54.187.205.235");
        assertThat(settings.ipDenylist()).containsExactly("10.0.0.0/8");
        assertThat(settings.jsonSchema()).isEqualTo(new JsonText("{\"const\":null,\"maximum\":1.50}"));
        assertThat(settings.responseHeaders()).isEqualTo(Map.of("X-A", "b"));
    }

    @Test
    void aSourceIsShownWithItsSecretsMaskedAndItsSchemaAsItIs() {
        SourceSettings settings = MergePatch.apply(
                new SourceSettings("Stripe", "stripe", true),
                Map.of(
                        "verification_secret", new VerificationSecret(new Secret("v1.cipher", "cret"), List.of("text")),
                        "json_schema", new JsonText("{\"const\":null}")));
        gateway.bus.query(
                FindSource.class,
                SourceView.class,
                query -> new SourceView(
                        query.id(), Gateway.TENANT, settings, new Revision(0, false, CREATED, UPDATED), 0));

        gateway.client().get().uri("/v1/sources/" + id).exchange().expectBody().json("""
                        {"verification_secret": "****cret", "json_schema": {"const": null}}""", JsonCompareMode.LENIENT);
    }

    @Test
    void sendingBackWhatWasShownChangesNoSecret() {
        gateway.bus.command(UpdateSource.class, command -> 4L);
        gateway.bus.query(FindSource.class, SourceView.class, query -> source(query.id(), 4));

        gateway.client()
                .patch()
                .uri("/v1/sources/" + id)
                .bodyValue("""
                        {"verification_secret": "****cret", "verification_secret_previous": null, "ip_denylist": "10.0.0.1",
                         "json_schema": {"const": null}, "response_headers": {"X-A": null}}""")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(UpdateSource.class).patch())
                .containsOnlyKeys("verification_secret_previous", "ip_denylist", "json_schema", "response_headers")
                .containsEntry("verification_secret_previous", null)
                .containsEntry("ip_denylist", List.of("10.0.0.1"))
                .containsEntry("json_schema", "{\"const\":null}")
                .containsEntry("response_headers", Collections.singletonMap("X-A", null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "verification_secret": "****cret" | A masked secret cannot be used to create something: send the secret itself
        "verification_secret": 7 | verification_secret: must be a string
        "ip_allowlist": 7 | ip_allowlist: must be a list
        "json_schema": true | json_schema: must be an object
        "json_schema": {"type": 12} | json_schema: cannot be compiled: /type
        "json_schema": {"pattern": "^(a+)+\\\\1$"} | json_schema: cannot be compiled: the pattern ^(a+)+\\1$
        "json_schema": {"$ref": "http://127.0.0.1/a"} | json_schema: cannot be compiled:
        "response_headers": {"Content-Type": "nonsense"} | response_headers.Content-Type: is not a media type
        "response_headers": {"Content-Type": "*/*"} | response_headers.Content-Type: is not a media type
        "response_status": "200" | response_status: must be a whole number
        "template": "gitlab" | template: must be one of stripe, shopify,
        "template": 1 | template: must be a string
        "verification_typ": "github" | verification_typ: unknown field
        """)
    void whatIsWrongIsNamed(String field, String error) {
        create("{\"name\": \"a\", " + field + "}")
                .expectStatus()
                .isBadRequest()
                .expectBody()
                .jsonPath("$.error")
                .value(text -> assertThat(text).asString().startsWith(error));
        assertThat(gateway.bus.received(CreateSource.class)).isEmpty();
    }

    @Test
    void aSchemaThatCannotBeCompiledIsNoChangeEither() {
        gateway.client()
                .patch()
                .uri("/v1/sources/" + id)
                .bodyValue("{\"json_schema\": {\"pattern\": \"(\"}}")
                .exchange()
                .expectStatus()
                .isBadRequest();
        assertThat(gateway.bus.received(UpdateSource.class)).isEmpty();
    }

    @Test
    void thereAreFifteenTemplates() {
        gateway.client()
                .get()
                .uri("/v1/sources/templates")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.templates.length()")
                .isEqualTo(15)
                .jsonPath("$.templates[*].id")
                .value(ids -> assertThat(ids)
                        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                        .containsExactlyInAnyOrder(
                                "stripe",
                                "shopify",
                                "github",
                                "slack",
                                "twilio",
                                "sendgrid",
                                "intercom",
                                "linear",
                                "clerk",
                                "svix",
                                "paddle",
                                "resend",
                                "postmark",
                                "typeform",
                                "custom"))
                .jsonPath("$.templates[?(@.id == 'github')].dedup_field")
                .isEqualTo("X-GitHub-Delivery")
                .jsonPath("$.templates[?(@.id == 'custom')].verification_type")
                .isEqualTo("standard_webhooks");
    }

    @Test
    void everyTemplateIsOfATypeAndComparesById() {
        for (SourceTemplate template : SourceTemplate.ALL) {
            assertThat(VerificationType.of(template.verificationType()))
                    .as(template.id())
                    .isPresent();
            assertThat(new SourceSettings(
                                    "a",
                                    "a",
                                    true,
                                    template.dedupStrategy(),
                                    template.dedupField(),
                                    template.dedupWindowSeconds())
                            .checked(id)
                            .dedupWindowSeconds())
                    .isGreaterThan(2 * template.verificationToleranceSeconds());
        }
    }

    @Test
    void aTemplateFillsInWhatIsNotSaid() {
        create("""
                {"name": "a", "template": "linear", "verification_secret": "key", "dedup_strategy": null}""").expectStatus().isCreated();

        SourceSettings settings = gateway.bus.only(CreateSource.class).settings();
        assertThat(settings.verificationType()).isEqualTo("linear");
        assertThat(settings.verificationToleranceSeconds()).isEqualTo(60);
        assertThat(settings.dedupStrategy()).isNull();
    }

    @Test
    void twilioCallsTheAddressThatTheSourceIsShownWith() {
        create("""
                {"name": "a", "template": "twilio", "verification_secret": "key"}""").expectStatus().isCreated();

        assertThat(gateway.bus.only(CreateSource.class).settings().verificationUrl())
                .isEqualTo("http://127.0.0.1:" + gateway.port() + "/v1/ingest/{id}");
    }
}
