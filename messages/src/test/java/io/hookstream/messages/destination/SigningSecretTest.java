package io.hookstream.messages.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.hookstream.messages.Secret;
import io.hookstream.messages.SecretCipher;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {

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

    /** From the tests of Svix's server. */
    private static final String PAIR =
            "6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";

    private static List<String> algorithms(String plain) {
        return SigningSecret.encrypted(plain, CIPHER).algorithms();
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Test
    void itsPlainValueIsNotInIt() {
        assertThat(SigningSecret.encrypted("plain-secret", CIPHER))
                .isEqualTo(new SigningSecret(new Secret("encrypted", "hint"), List.of("sha256", "sha1")))
                .asString()
                .doesNotContain("plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "your_secret_here", "grün", "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="})
    void anyTextSignsInHex(String text) {
        assertThat(algorithms(text)).containsExactly("sha256", "sha1");
    }

    @Test
    void aTextHas1To1024Characters() {
        assertThat(algorithms("")).isEmpty();
        assertThat(algorithms("#".repeat(1024))).containsExactly("sha256", "sha1");
        assertThat(algorithms("#".repeat(1025))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"23, false", "24, true", "64, true", "65, false"})
    void standardWebhooksTakes24To64Bytes(int bytes, boolean taken) {
        assertThat(algorithms(base64(bytes)).contains("standard_webhooks")).isEqualTo(taken);
        assertThat(algorithms("whsec_" + base64(bytes)).contains("standard_webhooks"))
                .isEqualTo(taken);
        assertThat(algorithms("whsk_" + base64(bytes))).doesNotContain("standard_webhooks");
    }

    @ParameterizedTest
    @CsvSource({"31, false", "32, true", "33, false", "63, false", "65, false"})
    void ed25519Takes32Bytes(int bytes, boolean taken) {
        assertThat(algorithms(base64(bytes)).contains("ed25519")).isEqualTo(taken);
        assertThat(algorithms("whsk_" + base64(bytes)).contains("ed25519")).isEqualTo(taken);
        assertThat(algorithms("whsec_" + base64(bytes))).doesNotContain("ed25519");
    }

    @Test
    void ed25519TakesTwoHalvesThatBelongTogether() {
        assertThat(algorithms(PAIR)).contains("ed25519");
        assertThat(algorithms("whsk_" + PAIR)).containsExactly("sha256", "sha1", "ed25519");
        byte[] other = Base64.getDecoder().decode(PAIR);
        other[0] ^= 1;
        assertThat(algorithms(Base64.getEncoder().encodeToString(other))).doesNotContain("ed25519");
        assertThat(algorithms(base64(64))).doesNotContain("ed25519");
    }
}
