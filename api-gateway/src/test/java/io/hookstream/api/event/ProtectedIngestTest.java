package io.hookstream.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.api.Gateway;
import io.hookstream.api.StubCipher;
import io.hookstream.messages.Ids;
import io.hookstream.messages.MergePatch;
import io.hookstream.messages.Revision;
import io.hookstream.messages.event.InboundEventCommand.IngestEvent;
import io.hookstream.messages.source.JsonText;
import io.hookstream.messages.source.SourceQuery.FindSource;
import io.hookstream.messages.source.SourceSettings;
import io.hookstream.messages.source.SourceView;
import io.hookstream.messages.source.VerificationSecret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;

/** What keeps a webhook out, in which order, and what its sender is answered. */
class ProtectedIngestTest {

    private static final VerificationSecret SECRET = VerificationSecret.encrypted("key", new StubCipher());
    private static final String OBJECTS = "{\"type\":\"object\",\"required\":[\"id\"]}";

    private final Gateway gateway = Gateway.fresh();
    private final WebTestClient sender = gateway.anonymous();

    @BeforeEach
    void anEventStore() {
        gateway.bus.command(IngestEvent.class, IngestEvent::eventId);
    }

    /** A new source each time: the gateway remembers sources. */
    private String source(Map<String, Object> settings) {
        String id = Ids.create("src", System.currentTimeMillis());
        return source(id, 0, settings);
    }

    private String source(String id, long version, Map<String, Object> settings) {
        SourceSettings checked = MergePatch.apply(new SourceSettings("Stripe", "stripe", true), settings)
                .checked(id);
        gateway.bus.query(
                FindSource.class,
                SourceView.class,
                query -> new SourceView(
                        id,
                        Gateway.TENANT,
                        checked,
                        new Revision(version, false, "2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"),
                        0));
        return id;
    }

    private WebTestClient.ResponseSpec send(String source, String body, String... headers) {
        WebTestClient.RequestBodySpec request = sender.post().uri("/v1/ingest/" + source);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.bodyValue(body).exchange();
    }

    private static String signed(String body) {
        return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, "key").hmacHex(body);
    }

    private static Map<String, Object> with(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> both = new HashMap<>(one);
        both.putAll(other);
        return both;
    }

    private static Map<String, Object> verified() {
        return Map.of("verification_type", "hmac_sha256", "verification_secret", SECRET);
    }

    private static Map<String, Object> compared(String action) {
        return Map.of("schema_validation_enabled", true, "json_schema", new JsonText(OBJECTS), "schema_action", action);
    }

    private void refused(WebTestClient.ResponseSpec answer, int status) {
        answer.expectStatus()
                .isEqualTo(status)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.request_id")
                .isNotEmpty();
        assertThat(gateway.bus.received(IngestEvent.class)).isEmpty();
    }

    @Test
    void whatIsSignedIsTakenAndNoted() {
        send(source(verified()), "body", "X-Signature", "sha256=" + signed("body"))
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(IngestEvent.class).verificationStatus()).isEqualTo("verified");
    }

    @Test
    void whatIsLargeIsVerifiedToItsLastByte() {
        String source = source(verified());
        String body = "x".repeat(60_000);

        refused(send(source, body + "y", "X-Signature", signed(body + "z")), 401);
        send(source, body + "y", "X-Signature", signed(body + "y"))
                .expectStatus()
                .isOk();
    }

    @Test
    void whatIsNotSignedIsNotTaken() {
        String source = source(verified());

        refused(send(source, "body"), 401);
        refused(send(source, "body", "X-Signature", signed("other")), 401);
        refused(send(source, "body", "X-Signature", signed("body"), "x-signature", signed("body")), 401);
    }

    @Test
    void aSourceThatVerifiesNothingNotesNothing() {
        send(source(Map.of()), "body").expectStatus().isOk();

        assertThat(gateway.bus.only(IngestEvent.class).verificationStatus()).isNull();
    }

    @Test
    void aNewVersionOfTheSourceHoldsFromThenOn() {
        String id = source(verified());
        send(id, "body", "X-Signature", signed("body")).expectStatus().isOk();

        String other = source(
                Ids.create("src", System.currentTimeMillis()),
                1,
                Map.of("verification_type", "github", "verification_secret", SECRET));
        send(other, "body", "X-Hub-Signature-256", "sha256=" + signed("body"))
                .expectStatus()
                .isOk();
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', 200",
        "127.0.0.0/8, '', 200",
        "10.0.0.0/8, '', 403",
        "2001:db8::/32, '', 403",
        "::ffff:127.0.0.0/104, '', 200",
        "'', 127.0.0.1, 403",
        "127.0.0.0/8, 127.0.0.1, 403",
        "'', 10.0.0.0/8, 200",
    })
    void addressesAreAllowedAndDenied(String allowed, String denied, int status) {
        Map<String, Object> settings = new HashMap<>();
        if (!allowed.isEmpty()) {
            settings.put("ip_allowlist", List.of(allowed));
        }
        if (!denied.isEmpty()) {
            settings.put("ip_denylist", List.of(denied));
        }

        send(source(settings), "body", "X-Forwarded-For", "10.0.0.1", "CF-Connecting-IP", "10.0.0.1")
                .expectStatus()
                .isEqualTo(status);
    }

    /** The first that refuses it answers. */
    @Test
    void theChecksComeInTheirOrder() {
        String tooLarge = "x".repeat(Gateway.MAX_PAYLOAD + 1);
        Map<String, Object> all =
                with(with(verified(), compared("reject")), Map.of("ip_denylist", List.of("127.0.0.1")));

        refused(send(source(with(all, Map.of("enabled", false))), tooLarge), 403);
        refused(send(source(all), tooLarge), 403);
        String open = source(with(verified(), compared("reject")));
        refused(send(open, tooLarge), 413);
        refused(send(open, "[]"), 401);
        refused(send(open, "[]", "X-Signature", signed("[]")), 422);
        send(open, "{\"id\":1}", "X-Signature", signed("{\"id\":1}"))
                .expectStatus()
                .isOk();
        assertThat(gateway.bus.only(IngestEvent.class).verificationStatus()).isEqualTo("verified");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        []       | ``   | type
        {}       | ``   | required
        no JSON  | ``   |
        ``       | ``   |
        """)
    void whatDoesNotFitTheSchemaIsRefusedWithTheReasons(String body, String path, String keyword) {
        send(source(compared("reject")), body)
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.error")
                .isEqualTo("The body does not fit the source's schema")
                .jsonPath("$.validation_errors.length()")
                .isEqualTo(1)
                .jsonPath("$.validation_errors[0].path")
                .isEqualTo(path)
                .jsonPath("$.validation_errors[0].keyword")
                .isEqualTo(keyword)
                .jsonPath("$.validation_errors[0].message")
                .isNotEmpty();
        assertThat(gateway.bus.received(IngestEvent.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        []        | schema_invalid
        no JSON   | schema_invalid
        {"id": 1} | verified
        """)
    void inWarnModeWhatDoesNotFitIsTakenAndNoted(String body, String status) {
        send(source(with(verified(), compared("warn"))), body, "X-Signature", signed(body))
                .expectStatus()
                .isOk();

        assertThat(gateway.bus.only(IngestEvent.class).verificationStatus()).isEqualTo(status);
    }

    @Test
    void aSchemaThatIsSwitchedOffIsNotLookedAt() {
        send(source(with(compared("reject"), Map.of("schema_validation_enabled", false))), "[]")
                .expectStatus()
                .isOk();
    }

    @Test
    void theSenderIsAnsweredAsTheSourceSays() {
        byte[] answer = send(
                        source(Map.of(
                                "response_status",
                                202,
                                "response_body",
                                "{\"ok\":true}",
                                "response_headers",
                                Map.of("X-Taken", "yes"))),
                        "body")
                .expectStatus()
                .isEqualTo(202)
                .expectHeader()
                .valueEquals("Content-Type", "application/json")
                .expectHeader()
                .valueEquals("X-Taken", "yes")
                .expectHeader()
                .valueEquals("X-Content-Type-Options", "nosniff")
                .expectHeader()
                .valueEquals("Content-Security-Policy", "sandbox")
                .expectBody()
                .returnResult()
                .getResponseBody();

        assertThat(answer).asString().isEqualTo("{\"ok\":true}");
        assertThat(gateway.bus.received(IngestEvent.class)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "thanks, , text/plain;charset=UTF-8",
        "<Response/>, text/xml, text/xml",
        "'', , text/plain;charset=UTF-8"
    })
    void anAnswerHasItsTypeOrAGuess(String body, String type, String answered) {
        Map<String, Object> settings = new HashMap<>(Map.of("response_body", body));
        if (type != null) {
            settings.put("response_headers", Map.of("content-type", type));
        }

        send(source(settings), "body", "Accept", "image/png")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("Content-Type", answered)
                .expectBody(String.class)
                .value(text -> assertThat(text == null ? "" : text).isEqualTo(body));
    }

    @Test
    void aStatusOfNoContentHasNone() {
        send(source(Map.of("response_status", 204)), "body")
                .expectStatus()
                .isEqualTo(204)
                .expectBody()
                .isEmpty();
    }

    @Test
    void aStatusAloneLeavesTheBodyAsItIs() {
        String source = source(Map.of("response_status", 201, "response_headers", Map.of("Content-Type", "text/html")));

        send(source, "body")
                .expectStatus()
                .isEqualTo(201)
                .expectHeader()
                .valueEquals("Content-Type", "application/json")
                .expectBody()
                .json("{\"source_id\": \"" + source + "\"}", JsonCompareMode.LENIENT);
    }

    /** What was stored cannot be read: rather nothing is taken than everything. */
    @Test
    void aSecretThatIsNoKeyAnyMoreTakesNothing() {
        VerificationSecret text = VerificationSecret.encrypted("no base64!", new StubCipher());
        VerificationSecret claimed = new VerificationSecret(text.secret(), List.of("base64"));

        refused(send(source(Map.of("verification_type", "svix", "verification_secret", claimed)), "body"), 503);
    }
}
