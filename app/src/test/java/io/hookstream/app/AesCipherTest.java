package io.hookstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.messages.Secret;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AesCipherTest {

    private final AesCipher cipher = new AesCipher(key(1));

    private static byte[] key(int seed) {
        byte[] key = new byte[32];
        java.util.Arrays.fill(key, (byte) seed);
        return key;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "whsec_abc123def456", "Zażółć \uD83D\uDE00 \u0000"})
    void whatIsEncryptedCanBeDecrypted(String plaintext) {
        assertThat(cipher.decrypt(cipher.encrypt(plaintext))).isEqualTo(plaintext);
        assertThat(new AesCipher(key(1)).decrypt(cipher.encrypt(plaintext))).isEqualTo(plaintext);
    }

    @Test
    void theSameSecretLooksDifferentEachTime() {
        assertThat(cipher.encrypt("secret").ciphertext())
                .startsWith("v1.")
                .doesNotContain("secret")
                .isNotEqualTo(cipher.encrypt("secret").ciphertext());
    }

    @ParameterizedTest
    @CsvSource({"12345678901,''", "123456789012,9012", "'',''"})
    void aHintIsGivenOnlyOfWhatIsLongEnough(String plaintext, String hint) {
        assertThat(cipher.encrypt(plaintext).hint()).isEqualTo(hint);
    }

    @Test
    void anotherKeyDoesNotFit() {
        Secret secret = new AesCipher(key(2)).encrypt("secret");
        assertThatThrownBy(() -> cipher.decrypt(secret))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A secret could not be decrypted: was the master key changed?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1.", "v1.AAAA", "v1.???", "v2.AAAA", "AAAA"})
    void whatIsNoCiphertextIsRefusedTheSameWay(String ciphertext) {
        assertThatThrownBy(() -> cipher.decrypt(new Secret(ciphertext, "")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A secret could not be decrypted: was the master key changed?");
    }

    @Test
    void aChangedBitIsNoticed() {
        byte[] bytes =
                Base64.getDecoder().decode(cipher.encrypt("secret").ciphertext().substring(3));
        bytes[bytes.length - 1] ^= 1;
        Secret changed = new Secret("v1." + Base64.getEncoder().encodeToString(bytes), "");
        assertThatThrownBy(() -> cipher.decrypt(changed)).isInstanceOf(IllegalStateException.class);
    }
}
