package io.hookstream.messages.destination;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KafkaConfigTest {

    private static final Secret SECRET = new Secret("cipher", "cret");
    private static final Map<String, String> NATIVE =
            Map.of("servers", "b1.example:9092,b2.example:9093", "topic", "orders");

    private static Map<String, String> with(Map<String, String> values, @Nullable String... pairs) {
        Map<String, String> changed = new HashMap<>(values);
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] == null) {
                changed.remove(pairs[i]);
            } else {
                changed.put(pairs[i], pairs[i + 1]);
            }
        }
        return changed;
    }

    private static KafkaConfig config(Map<String, String> values) {
        return new KafkaConfig(
                values.get("servers"),
                values.get("cluster_id"),
                values.get("topic"),
                values.get("api_key"),
                values.containsKey("secret") ? SECRET : null,
                values.get("key_path"),
                values.get("endpoint"),
                values.get("security"),
                values.get("ca"),
                null);
    }

    private static void refused(String field, Map<String, String> values) {
        assertRefused("config." + field, () -> config(values).checked());
    }

    private static Map<String, String> rest() {
        return with(NATIVE, "cluster_id", "lkc-1", "api_key", "KEY", "secret", "yes");
    }

    @Test
    void theDefaultsAreFilledIn() {
        assertThat(config(NATIVE).checked().security()).isEqualTo("plaintext");
        assertThat(config(with(NATIVE, "api_key", "KEY", "secret", "yes"))
                        .checked()
                        .security())
                .isEqualTo("sasl_ssl");
        assertThat(config(rest()).checked().security()).isNull();
        assertThat(config(NATIVE).checked().timeout()).isEqualTo(30);
        assertThat(config(with(NATIVE, "servers", "[2001:db8::1]:9092"))
                        .checked()
                        .timeout())
                .isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"servers,bootstrap_servers", "topic,topic"})
    void whatIsMissingIsNamed(String name, String field) {
        refused(field, with(NATIVE, name, null));
        refused(field, with(rest(), name, null));
    }

    @Test
    void restNeedsCredentials() {
        refused("api_key", with(rest(), "api_key", null));
        refused("api_secret", with(rest(), "secret", null));
    }

    @ParameterizedTest
    @CsvSource({"b1.example", "b1.example:0", "b1.example:65536", "b1 example:1", "'b1:1,'", "http://b1:1", "b1:1/x"})
    void whatIsNoServerIsRefused(String servers) {
        refused("bootstrap_servers", with(NATIVE, "servers", servers));
    }

    @ParameterizedTest
    @CsvSource({"a/b", "..", "'a b'", "ä"})
    void whatIsNoTopicIsRefused(String topic) {
        refused("topic", with(NATIVE, "topic", topic));
    }

    @Test
    void credentialsAndSecurityAgree() {
        refused("api_secret", with(NATIVE, "api_key", "KEY"));
        refused("api_key", with(NATIVE, "secret", "yes"));
        refused("api_key", with(NATIVE, "api_key", "K:Y", "secret", "yes"));
        refused("api_key", with(NATIVE, "security", "sasl_ssl"));
        refused("security", with(NATIVE, "security", "tls"));
        refused("security", with(NATIVE, "security", "ssl", "api_key", "KEY", "secret", "yes"));
        refused("ca_certificate", with(NATIVE, "ca", "-----BEGIN CERTIFICATE-----"));
        refused("ca_certificate", with(NATIVE, "security", "ssl", "ca", "x"));
        refused("key_path", with(NATIVE, "key_path", " "));
    }

    @Test
    void whatBelongsToTheOtherFormIsRefused() {
        refused("endpoint", with(NATIVE, "endpoint", "https://rest.example"));
        refused("security", with(rest(), "security", "sasl_ssl"));
        refused("ca_certificate", with(rest(), "ca", "-----BEGIN CERTIFICATE-----"));
        refused("cluster_id", with(rest(), "cluster_id", "a/b"));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://rest.example",
        "rest.example",
        "https://",
        "https://u:p@rest.example",
        "https://rest.example?a=b",
        "https://rest.example:99999",
        "'https://rest example'"
    })
    void whatIsNoEndpointIsRefused(String endpoint) {
        refused("endpoint", with(rest(), "endpoint", endpoint));
    }

    @Test
    void itsTextShowsNoSecret() {
        assertThat(config(rest()).toString()).doesNotContain("cipher");
    }
}
