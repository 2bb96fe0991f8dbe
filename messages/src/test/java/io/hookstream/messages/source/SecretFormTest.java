package io.hookstream.messages.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretFormTest {

    /** The key of SendGrid's own test, EventWebhookTest. */
    private static final String P256 =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62"
                    + "gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==";

    @ParameterizedTest
    @CsvSource({
        "TEXT, a, true",
        "TEXT, '', false",
        "BASE64, whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, true",
        "BASE64, MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, true",
        "BASE64, whsec_, false",
        "BASE64, not base64!, false",
        "P256, MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw, false",
        "BASIC, user:pass, true",
        "BASIC, user:, true",
        "BASIC, :pass, false",
        "BASIC, userpass, false",
    })
    void tellsWhatIsAKey(SecretForm form, String secret, boolean key) {
        assertThat(form.key(secret).isPresent()).isEqualTo(key);
    }

    @Test
    void aPublicKeyMayComeAsPem() {
        String pem = "-----BEGIN PUBLIC KEY-----\n" + P256.substring(0, 64) + "\n" + P256.substring(64)
                + "\n-----END PUBLIC KEY-----\n";

        assertThat(SecretForm.P256.key(P256))
                .hasValueSatisfying(key -> assertThat(key).hasSize(91));
        assertThat(SecretForm.P256.key(pem))
                .hasValueSatisfying(key -> assertThat(key).hasSize(91));
    }

    @Test
    void aPublicKeyOfAnotherCurveIsNone() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp384r1"));
        byte[] p384 = generator.generateKeyPair().getPublic().getEncoded();

        assertThat(SecretForm.P256.key(Base64.getEncoder().encodeToString(p384)))
                .isEmpty();
    }

    @Test
    void aSecretIsLimited() {
        assertThat(SecretForm.TEXT.key("a".repeat(1024))).isPresent();
        assertThat(SecretForm.TEXT.key("a".repeat(1025))).isEmpty();
        assertThat(SecretForm.TEXT.key("ä")).contains("ä".getBytes(StandardCharsets.UTF_8));
    }
}
