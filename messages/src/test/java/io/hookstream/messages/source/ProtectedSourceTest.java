package io.hookstream.messages.source;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.MergePatch;
import io.hookstream.messages.Secret;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the settings that protect a source have to be. */
class ProtectedSourceTest {

    private static final String ID = "src_0192f0c1000070008000000089abcdef";

    private static SourceSettings checked(Map<String, Object> settings) {
        return MergePatch.apply(new SourceSettings("Stripe", "s", true), settings)
                .checked(ID);
    }

    private static SourceSettings checked(String field, Object value) {
        return checked(Map.of(field, value));
    }

    private static VerificationSecret secret(String... forms) {
        return new VerificationSecret(new Secret("v1.cipher", "cret"), List.of(forms));
    }

    @ParameterizedTest
    @CsvSource({
        "hmac-sha256, hmac_sha256",
        "HMAC_SHA1, hmac_sha1",
        "standard-webhooks, standard_webhooks",
        "github, github"
    })
    void aTypeIsStoredInOneSpelling(String given, String stored) {
        SourceSettings settings =
                checked(Map.of("verification_type", given, "verification_secret", secret("text", "base64")));

        assertThat(settings.verificationType()).isEqualTo(stored);
        assertThat(settings.verificationToleranceSeconds()).isEqualTo(300);
        assertThat(settings.plain()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aTypeNeedsASecretOfItsForm(VerificationType type) {
        String form = type.form().label();
        Map<String, Object> right = Map.of("verification_type", type.label(), "verification_secret", secret(form));

        assertThat(checked(right).verificationSecret()).isEqualTo(secret(form));
        assertRefused("verification_secret", () -> checked("verification_type", type.label()));
        assertRefused(
                "verification_secret",
                () -> checked(Map.of("verification_type", type.label(), "verification_secret", secret("other"))));
        assertRefused(
                "verification_secret_previous",
                () -> checked(Map.of(
                        "verification_type", type.label(),
                        "verification_secret", secret(form),
                        "verification_secret_previous", secret("other"))));
    }

    @Test
    void whatIsWrongOfTheVerificationIsNamed() {
        assertRefused(
                "verification_type",
                () -> checked(Map.of("verification_type", "md5", "verification_secret", secret("text"))));
        assertRefused("verification_header", () -> checked("verification_header", "X Signature"));
        assertRefused("verification_header", () -> checked("verification_header", "X-A\r\nHost: b"));
        assertRefused("verification_tolerance_seconds", () -> checked("verification_tolerance_seconds", 0));
        assertRefused("verification_tolerance_seconds", () -> checked("verification_tolerance_seconds", 86_401));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "here",
                "ftp://a/b",
                "https://u:p@a/b",
                "https://a/b?c=d",
                "https://a/b#c",
                "https:///b",
                "https://a b/"
            })
    void anAddressThatNobodyCallsIsRefused(String url) {
        assertRefused("verification_url", () -> checked("verification_url", url));
    }

    @Test
    void theIdInAnAddressIsFilledIn() {
        assertThat(checked("verification_url", "https://hooks.example/v1/ingest/{id}")
                        .verificationUrl())
                .isEqualTo("https://hooks.example/v1/ingest/" + ID);
    }

    @Test
    void addressesAreListed() {
        assertThat(checked("ip_allowlist", List.of(" 10.0.0.0/8 ", "2001:db8::/32"))
                        .ipAllowlist())
                .containsExactly("10.0.0.0/8", "2001:db8::/32");
        assertThat(checked("ip_denylist", List.of()).plain()).isTrue();
        assertRefused("ip_allowlist", () -> checked("ip_allowlist", List.of("10.0.0.1", "10.0.0.0/33")));
        assertThatThrownBy(() -> checked("ip_denylist", List.of("10.0.0.1", "example.com")))
                .hasMessage("ip_denylist: example.com is neither an IP address nor a CIDR range");
        assertRefused("ip_denylist", () -> checked("ip_denylist", Collections.nCopies(1001, "10.0.0.1")));
    }

    @Test
    void aSchemaIsNeededToCompareWith() {
        JsonText schema = new JsonText("{\"const\":null}");

        assertThat(checked("json_schema", schema).schemaAction()).isEqualTo("reject");
        assertThat(checked("json_schema", schema).jsonSchema()).isEqualTo(schema);
        assertRefused("json_schema", () -> checked("schema_validation_enabled", true));
        assertRefused("json_schema", () -> checked("json_schema", new JsonText("\"" + "a".repeat(65_536) + "\"")));
        assertRefused("schema_action", () -> checked("schema_action", "ignore"));
    }

    @Test
    void aPatchReplacesTheWholeSchema() {
        SourceSettings before = checked("json_schema", new JsonText("{\"type\":\"object\"}"));

        assertThat(MergePatch.apply(before, Map.of("json_schema", "{\"const\":null}"))
                        .jsonSchema())
                .isEqualTo(new JsonText("{\"const\":null}"));
    }

    @Test
    void anAnswerIsOneThatASenderIsContentWith() {
        assertThat(checked("response_status", 202).responseStatus()).isEqualTo(202);
        assertThat(checked("response_headers", Map.of("X-Taken", "yes")).plain())
                .isFalse();
        assertRefused("response_status", () -> checked("response_status", 199));
        assertRefused("response_status", () -> checked("response_status", 300));
        assertRefused("response_body", () -> checked("response_body", "a".repeat(16_385)));
        assertRefused("response_body", () -> checked(Map.of("response_status", 204, "response_body", "a")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "Set-Cookie",
                "Content-Security-Policy",
                "Access-Control-Allow-Origin",
                "X-Request-Id",
                "X A",
                ""
            })
    void aHeaderThatIsNotForTheUserToSetIsRefused(String name) {
        assertRefused("response_headers." + name, () -> checked("response_headers", Map.of(name, "a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nHost: b", "a\nb", "a\rb", "a\u0000b", "ā"})
    void aHeaderCannotBecomeTwo(String value) {
        assertRefused("response_headers.X", () -> checked("response_headers", Map.of("X", value)));
    }
}
