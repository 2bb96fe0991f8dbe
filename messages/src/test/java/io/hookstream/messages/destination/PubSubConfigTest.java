package io.hookstream.messages.destination;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PubSubConfigTest {

    private static final ServiceAccountKey KEY = new ServiceAccountKey(new Secret("ciphertext", "\"}"), "");
    private static final SecretCipher CIPHER = new SecretCipher() {
        @Override
        public Secret encrypt(String plaintext) {
            return new Secret("encrypted", "hint");
        }

        @Override
        public String decrypt(Secret secret) {
            throw new UnsupportedOperationException("nothing is decrypted here");
        }
    };

    private static PubSubConfig config(String project, String topic, ServiceAccountKey key, String endpoint) {
        return new PubSubConfig(project, topic, key, null, null, endpoint, null);
    }

    @Test
    void credentialsMayBeAbsentBesideAnEndpoint() {
        assertThat(config("p", "events", null, "http://localhost:8085")
                        .checked()
                        .timeout())
                .isEqualTo(30);
        assertRefused(
                "config.service_account_json",
                () -> config("p", "events", null, null).checked());
    }

    @Test
    void eachMissingOrWrongFieldIsNamed() {
        assertRefused(
                "config.project_id", () -> config(null, "events", KEY, null).checked());
        assertRefused(
                "config.project_id", () -> config("a/b", "events", KEY, null).checked());
        assertRefused("config.topic_id", () -> config("p", null, KEY, null).checked());
        assertRefused(
                "config.topic_id",
                () -> config("p", "projects/p/topics/t", KEY, null).checked());
        assertRefused(
                "config.endpoint",
                () -> config("p", "events", KEY, "localhost:8085").checked());
        assertRefused(
                "config.ordering_key",
                () -> new PubSubConfig("p", "events", KEY, "é".repeat(513), null, null, null).checked());
        assertRefused(
                "config.ordering_key_path", () -> new PubSubConfig("p", "events", KEY, "a", "b", null, null).checked());
        assertRefused("config.timeout", () -> new PubSubConfig("p", "events", KEY, null, null, null, 61).checked());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "{}",
                "{\"client_email\":\"a@b\"}",
                "{\"client_email\":\"a@b\",\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----\"}"
            })
    void whatIsNoKeyIsRefused(String json) {
        ServiceAccountKey key = ServiceAccountKey.encrypted(json, CIPHER);
        assertThat(key.toString()).doesNotContain("AAAA", "a@b");
        assertRefused(
                "config.service_account_json",
                () -> config("p", "events", key, null).checked());
    }
}
