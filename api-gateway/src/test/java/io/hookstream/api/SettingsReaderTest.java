package io.hookstream.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.Secret;
import io.hookstream.messages.connection.ConnectionSettings;
import io.hookstream.messages.connection.FilterRule;
import io.hookstream.messages.destination.DestinationSettings;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.destination.SigningSecret;
import io.hookstream.messages.source.SourceSettings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SettingsReaderTest {

    private final SettingsReader reader = new SettingsReader(mapper());

    static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder();
        ApiJson.configure(builder, new StubCipher());
        return builder.build();
    }

    @Test
    void settingsAreReadUnderTheirJsonNames() {
        DestinationSettings settings = destination("""
                {"name": "Billing", "retry_max_attempts": 3, "retry_intervals": [1, 2],
                 "config": {"url": "https://b.example/", "timeout": 5}}""");

        assertThat(settings.name()).isEqualTo("Billing");
        assertThat(settings.retryMaxAttempts()).isEqualTo(3);
        assertThat(settings.retryIntervals()).containsExactly(1, 2);
        assertThat(((HttpConfig) settings.config()).url()).isEqualTo("https://b.example/");
        assertThat(settings.slug()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"nmae": "a"}                            | nmae: unknown field; known are circuit_cooldown_seconds, circuit_failure_threshold, config, enabled
        {"config": {"uri": "http://a"}}          | config.uri: unknown field; known are auth, body_format, headers, method, timeout, url
        {"retryMaxAttempts": 1}                  | retryMaxAttempts: unknown field
        {"name": 1}                              | name: must be a string
        {"name": true}                           | name: must be a string
        {"name": ["a"]}                          | name: must be a string
        {"name": {"a": 1}}                       | name: must be a string
        {"enabled": "true"}                      | enabled: must be true or false
        {"enabled": 1}                           | enabled: must be true or false
        {"retry_max_attempts": "3"}              | retry_max_attempts: must be a whole number
        {"retry_max_attempts": 2.5}              | retry_max_attempts: must be a whole number
        {"retry_max_attempts": 3000000000}       | retry_max_attempts: Numeric value (3000000000) out of range
        {"retry_max_attempts": true}             | retry_max_attempts: must be a whole number
        {"retry_max_attempts": ""}               | retry_max_attempts: must be a whole number
        {"retry_max_attempts": 1e400}            | retry_max_attempts: must be a whole number
        {"retry_intervals": 30}                  | retry_intervals: must be a list
        {"retry_intervals": [30, "60"]}          | retry_intervals[1]: must be a whole number
        {"retry_intervals": {"0": 30}}           | retry_intervals: must be a list
        {"config": "http://a"}                   | config: must be an object
        {"config": ""}                           | config: must be an object
        {"config": {"timeout": "5"}}             | config.timeout: must be a whole number
        {"config": {"headers": ["a"]}}           | config.headers: must be an object
        {"config": {"headers": {"X-A": 1}}}      | config.headers.X-A: must be a string
        {"config": {"headers": {"X-A": {}}}}     | config.headers.X-A: must be a string
        {"config": {"headers": {"X A": "a"}}}    | config.headers.X A: is not a header name
        {"config": {"headers": {"": "a"}}}       | config.headers.: is not a header name
        {"config": {"headers": {"Host": "a"}}}   | config.headers.Host: cannot be set: hookstream sets it
        {"config": {"headers": {"X-A": "a\\r\\nB: c"}}} | config.headers.X-A: must have at most 4096 characters
        {"config": {"headers": {"X-A": "\\u0141"}}}     | config.headers.X-A: must have at most 4096 characters
        {"signing_config": "secret"}                    | signing_config: must be an object
        {"signing_config": {"secert": "a"}}             | signing_config.secert: unknown field; known are algorithm
        {"signing_config": {"secret": 1}}               | signing_config.secret: must be a string
        {"signing_config": {"secret": {"ciphertext": "a", "hint": "a"}}} | signing_config.secret: must be a string
        {"signing_config": {"include_timestamp": "yes"}}         | signing_config.include_timestamp: must be true
        {"signing_config": {"previous_secret_expires_at": 2026}} | signing_config.previous_secret_expires_at: must be a
        {"signing_config": {"previous_secret_expires_at": "2026"}} | signing_config.previous_secret_expires_at: must be a time
        {"signing_config": {"previous_secret_expires_at": ""}}   | signing_config.previous_secret_expires_at: must be a time
        """)
    void whatCannotBeIsNamed(String body, String problem) {
        assertThatThrownBy(() -> destination(body))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(problem);
        assertThatThrownBy(() -> patch(body, DestinationSettings.class))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"name":                   | The body is not valid JSON in field name at line 1, column
        {"name": "a",}             | The body is not valid JSON in field name at line 1, column 14
        {"config": {"url": nope}}  | The body is not valid JSON in field config.url at line 1, column
        {"name": "a"} and more     | The body is not valid JSON
        {"name": "a"}{"name": "b"} | The body is not valid JSON
        {"name": "a", "name": "b"} | The body is not valid JSON in field name at line 1, column
        {"a": "\\x"}               | The body is not valid JSON in field a at line 1, column
        []                         | The body must be a JSON object
        null                       | The body must be a JSON object
        42                         | The body must be a JSON object
        """)
    void whatIsNoJsonObjectIsRefusedAtItsPlace(String body, String problem) {
        assertThatThrownBy(() -> patch(body, SourceSettings.class))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u0000"})
    void nothingIsNoJsonObject(String body) {
        assertThatThrownBy(() -> patch(body, SourceSettings.class)).isInstanceOf(ApiException.class);
    }

    @Test
    void tooDeepAndTooLongIsRefused() {
        String deep = "{\"filter_rules\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        String number = "{\"retry_max_attempts\":" + "9".repeat(5000) + "}";
        assertThatThrownBy(() -> patch(deep, ConnectionSettings.class)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> patch(number, DestinationSettings.class)).isInstanceOf(ApiException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "-1e999999999", "1e-999999999", "1e2147483648"})
    void anExponentOfABillionCostsNothing(String number) {
        String body = "{\"retry_max_attempts\":" + number + "}";
        String rule = "{\"filter_rules\":[{\"field\":\"payload\",\"op\":\"eq\",\"value\":" + number + "}]}";
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThatThrownBy(() -> patch(body, DestinationSettings.class)).isInstanceOf(ApiException.class);
            try {
                patch(rule, ConnectionSettings.class);
            } catch (ApiException e) {
                assertThat(e).hasMessageContaining("exceeds limits");
            }
        });
    }

    @Test
    void numbersOfAFilterStayWhatTheyWere() {
        ConnectionSettings settings = reader.settings(bytes("""
                {"filter_rules": [{"field": "payload.a", "op": "in",
                 "value": [12345678901234567890.5, 9223372036854775808, 1, 1.10]}]}"""), ConnectionSettings.class);

        assertThat(settings.filterRules())
                .containsExactly(FilterRule.compare(
                        "payload.a",
                        "in",
                        List.of(
                                new BigDecimal("12345678901234567890.5"),
                                new BigInteger("9223372036854775808"),
                                1,
                                new BigDecimal("1.10"))));
    }

    @Test
    void operatorIsAnotherNameOfOp() {
        Map<String, Object> patch = patch(
                "{\"filter_rules\": [{\"field\": \"method\", \"operator\": \"eq\", \"value\": \"POST\"}]}",
                ConnectionSettings.class);

        assertThat(patch)
                .isEqualTo(Map.of("filter_rules", List.of(Map.of("field", "method", "op", "eq", "value", "POST"))));
    }

    @Test
    void credentialsAreEncryptedAndOtherHeadersAreNot() {
        DestinationSettings settings =
                destination("{\"config\": {\"headers\": {\"Authorization\": \"Bearer abcd\", \"X-Team\": \"a\"}}}");

        assertThat(((HttpConfig) settings.config()).headers())
                .containsEntry("Authorization", new HeaderValue(null, new Secret("v1.dcba reraeB", "abcd")))
                .containsEntry("X-Team", new HeaderValue("a", null));
    }

    @Test
    void nothingCanBeCreatedWithAMaskedSecret() {
        String body = "{\"name\": \"a\", \"config\": {\"headers\": {\"Authorization\": \"****abcd\"}}}";
        assertThatThrownBy(() -> destination(body))
                .hasMessage("A masked secret cannot be used to create something: send the secret itself");
    }

    @Test
    void aMaskedSecretThatComesBackChangesNothing() {
        String body = "{\"config\": {\"headers\": {\"Authorization\": \"****abcd\", \"X-Token\": \"new\"}}}";

        assertThat(patch(body, DestinationSettings.class))
                .isEqualTo(Map.of(
                        "config", Map.of("headers", Map.of("X-Token", Map.of("secret", secret("v1.wen", "new"))))));
    }

    @Test
    void aSigningSecretIsEncryptedAndNotedWhatItIsAKeyFor() {
        String key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        String reversed = new StringBuilder(key).reverse().toString();

        assertThat(destination("{\"signing_config\": {\"secret\": \"" + key + "\"}}")
                        .signingConfig()
                        .secret())
                .isEqualTo(new SigningSecret(
                        new Secret("v1." + reversed, "LaSw"), List.of("sha256", "sha1", "standard_webhooks")));
    }

    @Test
    void nothingCanBeCreatedWithAMaskedSigningSecret() {
        assertThatThrownBy(() -> destination("{\"signing_config\": {\"secret\": \"****abcd\"}}"))
                .hasMessageStartingWith("A masked secret cannot be used");
    }

    @Test
    void aMaskedSigningSecretThatComesBackChangesNothing() {
        assertThat(patch(
                        "{\"signing_config\": {\"secret\": \"new\", \"previous_secret\": \"****abcd\"}}",
                        DestinationSettings.class))
                .isEqualTo(Map.of(
                        "signing_config",
                        Map.of(
                                "secret",
                                Map.of("secret", secret("v1.wen", "new"), "algorithms", List.of("sha256", "sha1")))));
        assertThat(patch("{\"signing_config\": null}", DestinationSettings.class))
                .isEqualTo(java.util.Collections.singletonMap("signing_config", null));
    }

    @Test
    void aMaskInAPlainHeaderIsJustItsValue() {
        assertThat(patch("{\"config\": {\"headers\": {\"X-Stars\": \"****\"}}}", DestinationSettings.class))
                .isEqualTo(Map.of("config", Map.of("headers", Map.of("X-Stars", Map.of("value", "****")))));
    }

    @Test
    void aPatchHoldsWhatTheBodyHasAndNothingElse() {
        Map<String, Object> patch =
                patch("{\"name\": \"New\", \"config\": {\"timeout\": 5}}", DestinationSettings.class);

        assertThat(patch).isEqualTo(Map.of("name", "New", "config", Map.of("timeout", 5)));
        assertThat(patch("{}", DestinationSettings.class)).isEmpty();
    }

    @Test
    void aNullIsKeptBecauseItRemoves() {
        Map<String, Object> patch = patch(
                "{\"slug\": null, \"config\": {\"timeout\": null, \"headers\": {\"X-A\": null}}}",
                DestinationSettings.class);

        assertThat(patch).containsEntry("slug", null).containsOnlyKeys("slug", "config");
        assertThat(patch)
                .extractingByKey("config")
                .satisfies(config -> assertThat((Map<?, ?>) config)
                        .extracting("timeout", "headers")
                        .containsExactly(null, java.util.Collections.singletonMap("X-A", null)));
    }

    private static Map<String, Object> secret(String ciphertext, String hint) {
        return Map.of("ciphertext", ciphertext, "hint", hint);
    }

    private DestinationSettings destination(String body) {
        return reader.settings(bytes(body), DestinationSettings.class);
    }

    private <S extends Record> Map<String, Object> patch(String body, Class<S> type) {
        return reader.patch(bytes(body), type);
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
