package io.hookstream.messages.destination;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningConfigTest {

    private static final SigningSecret TEXT =
            new SigningSecret(new Secret("ciphertext", "text"), List.of("sha256", "sha1"));
    private static final SigningSecret KEY = new SigningSecret(
            new Secret("ciphertext", "key="), List.of("sha256", "sha1", "standard_webhooks", "ed25519"));
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

    private static SigningConfig config(SigningSecret secret, String algorithm) {
        return new SigningConfig(secret, algorithm, null, null, null, null, null, null);
    }

    private static SigningConfig headers(String algorithm, String header, String prefix, String timestampHeader) {
        return new SigningConfig(KEY, algorithm, header, prefix, null, timestampHeader, null, null);
    }

    private static SigningConfig overlap(SigningSecret previous, Instant expiresAt) {
        return new SigningConfig(KEY, "standard_webhooks", null, null, null, null, previous, expiresAt);
    }

    private static SigningConfig checked(SigningConfig config) {
        return config.checked(Set.of());
    }

    @Test
    void whatIsAbsentGetsItsDefault() {
        SigningConfig checked = checked(config(TEXT, null));
        assertThat(checked)
                .isEqualTo(new SigningConfig(
                        TEXT,
                        "sha256",
                        "X-hookstream-Signature",
                        "{algorithm}=",
                        false,
                        "X-hookstream-Timestamp",
                        null,
                        null));
        assertThat(checked.hexPrefix()).isEqualTo("sha256=");
        assertThat(checked(checked)).isEqualTo(checked);
    }

    @Test
    void whatIsSetIsKept() {
        SigningConfig config = new SigningConfig(TEXT, "sha1", "X-Signed", "", true, "X-Time", TEXT, TIME);
        assertThat(checked(config)).isEqualTo(config);
        assertThat(config.signedIn()).isEqualTo("X-Signed");
        assertThat(config.timedIn()).contains("X-Time");
        assertThat(config.hexPrefix()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard_webhooks", "ed25519"})
    void standardWebhooksHasHeadersOfItsOwn(String algorithm) {
        SigningConfig checked = checked(checked(config(KEY, null)));
        SigningConfig changed = new SigningConfig(
                KEY, algorithm, checked.header(), checked.prefix(), false, checked.timestampHeader(), null, null);

        assertThat(checked(changed)).isEqualTo(config(KEY, algorithm));
        assertThat(changed.signedIn()).isEqualTo("webhook-signature");
        assertThat(changed.timedIn()).contains("webhook-timestamp");
        assertRefused("signing_config.header", () -> checked(headers(algorithm, "X-Signed", null, null)));
        assertRefused("signing_config.prefix", () -> checked(headers(algorithm, null, "sha256=", null)));
        assertRefused("signing_config.timestamp_header", () -> checked(headers(algorithm, null, null, "X-Time")));
    }

    @Test
    void theSecretIsRequiredAndMustBeAKey() {
        assertRefused("signing_config.secret", () -> checked(config(null, "sha256")));
        assertRefused("signing_config.secret", () -> checked(config(TEXT, "standard_webhooks")));
        assertRefused("signing_config.secret", () -> checked(config(TEXT, "ed25519")));
        assertRefused("signing_config.previous_secret", () -> checked(overlap(TEXT, TIME)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "md5", "SHA256", "sha-256", "none"})
    void anotherAlgorithmIsRefused(String algorithm) {
        assertRefused("signing_config.algorithm", () -> checked(config(KEY, algorithm)));
    }

    @Test
    void aPreviousSecretAndItsEndComeTogether() {
        assertThat(checked(overlap(KEY, TIME))).isEqualTo(overlap(KEY, TIME));
        assertRefused("signing_config.previous_secret_expires_at", () -> checked(overlap(KEY, null)));
        assertRefused("signing_config.previous_secret_expires_at", () -> checked(overlap(null, TIME)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Signed", "X-Signed:", "a\r\nb", "Content-Length", "Host", "X-hookstream-Event-Id"})
    void aHeaderThatCannotBeIsRefused(String name) {
        assertRefused("signing_config.header", () -> checked(headers(null, name, null, null)));
        assertRefused("signing_config.timestamp_header", () -> checked(headers(null, null, null, name)));
    }

    @Test
    void theTwoHeadersAreTwo() {
        assertRefused("signing_config.timestamp_header", () -> checked(headers(null, "X-A", null, "x-a")));
        assertRefused("signing_config.header", () -> checked(headers(null, "X-hookstream-Timestamp", null, null)));
        assertThat(checked(headers(null, null, null, "x-HOOKSTREAM-timestamp")).timestampHeader())
                .isEqualTo("x-HOOKSTREAM-timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a\nb", "ü", "\t"})
    void aPrefixThatCannotBeIsRefused(String prefix) {
        assertRefused("signing_config.prefix", () -> checked(headers(null, null, prefix, null)));
    }

    @Test
    void aPrefixMayHave64Characters() {
        assertThat(checked(headers(null, null, "a".repeat(64), null)).prefix()).hasSize(64);
        assertRefused("signing_config.prefix", () -> checked(headers(null, null, "a".repeat(65), null)));
    }

    @Test
    void aCustomHeaderCannotHaveTheNameOfOneThatSigns() {
        SigningConfig timed = new SigningConfig(TEXT, "sha256", "X-Signed", "", true, "X-Time", null, null);
        SigningConfig untimed = new SigningConfig(TEXT, "sha256", "X-Signed", "", false, "X-Time", null, null);
        assertRefused("headers.x-signed", () -> timed.checked(Set.of("X-A", "x-signed")));
        assertRefused("headers.X-TIME", () -> timed.checked(Set.of("X-TIME")));
        assertThat(untimed.checked(Set.of("X-Time", "webhook-id"))).isEqualTo(untimed);
        assertRefused("headers.Webhook-Id", () -> config(KEY, "ed25519").checked(Set.of("Webhook-Id")));
        assertRefused("headers.Webhook-Timestamp", () -> config(KEY, "ed25519").checked(Set.of("Webhook-Timestamp")));
        assertRefused("headers.Webhook-Signature", () -> config(KEY, "ed25519").checked(Set.of("Webhook-Signature")));
    }
}
