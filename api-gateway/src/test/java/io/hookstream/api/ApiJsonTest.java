package io.hookstream.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import io.hookstream.messages.destination.HeaderValue;
import io.hookstream.messages.destination.HttpConfig;
import io.hookstream.messages.event.ReceivedRequest.Header;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class ApiJsonTest {

    private final JsonMapper mapper = SettingsReaderTest.mapper();

    @Test
    void secretsAreMaskedWhenTheyAreWritten() {
        assertThat(mapper.writeValueAsString(new Secret("v1.ciphertext", "cret")))
                .isEqualTo("\"****cret\"");
        assertThat(mapper.writeValueAsString(new Secret("v1.ciphertext", ""))).isEqualTo("\"****\"");
    }

    @Test
    void aSecretHeaderIsMaskedAndAPlainOneIsShown() {
        HttpConfig config = new HttpConfig(
                "https://a.example/",
                null,
                Map.of("Cookie", new HeaderValue(null, new Secret("v1.ciphertext", "cret"))),
                null);
        assertThat(mapper.writeValueAsString(config))
                .isEqualTo(
                        "{\"type\":\"http\",\"url\":\"https://a.example/\",\"method\":null,\"headers\":{\"Cookie\":\"****cret\"},\"timeout\":null,\"auth\":null,\"body_format\":null}");
        assertThat(mapper.writeValueAsString(Map.of("X-Team", new HeaderValue("billing", null))))
                .isEqualTo("{\"X-Team\":\"billing\"}");
    }

    @Test
    void namesAreInSnakeCase() {
        assertThat(mapper.writeValueAsString(new ErrorBody("gone", 404, "req_1")))
                .isEqualTo("{\"error\":\"gone\",\"status\":404,\"request_id\":\"req_1\"}");
    }

    @Test
    void everyHeaderThatCarriesACredentialIsEncryptedWhileItIsRead() {
        HttpConfig config = mapper.readValue(
                "{\"headers\":{\"x-api-KEY\":\"a1b2\",\"X-Signature\":\"\",\"Accept\":\"text/plain\"}}",
                HttpConfig.class);
        assertThat(config.headers())
                .isEqualTo(Map.of(
                        "x-api-KEY", new HeaderValue(null, new Secret("v1.2b1a", "a1b2")),
                        "X-Signature", new HeaderValue(null, new Secret("v1.", "")),
                        "Accept", new HeaderValue("text/plain", null)));
    }

    @ParameterizedTest
    @CsvSource({"****", "****abcd", "*****"})
    void aMaskedSecretHasNoCiphertext(String masked) {
        HttpConfig config = mapper.readValue("{\"headers\":{\"Authorization\":\"" + masked + "\"}}", HttpConfig.class);
        assertThat(config.headers()).isEqualTo(Map.of("Authorization", new HeaderValue(null, new Secret("", masked))));
    }

    /** Spring Boot configures the mapper after us as well, and its defaults must not win. */
    @Test
    void theMapperOfTheServerIsThisStrictToo() {
        JsonMapper served = Gateway.fresh().bean(JsonMapper.class);
        assertThat(served.isEnabled(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES))
                .isTrue();
        assertThat(served.isEnabled(DeserializationFeature.FAIL_ON_TRAILING_TOKENS))
                .isTrue();
        assertThat(served.isEnabled(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS))
                .isTrue();
        assertThat(served.isEnabled(DeserializationFeature.ACCEPT_FLOAT_AS_INT)).isFalse();
        assertThat(served.writeValueAsString(new Header("Name", "value")))
                .isEqualTo("{\"name\":\"Name\",\"value\":\"value\"}");
    }
}
