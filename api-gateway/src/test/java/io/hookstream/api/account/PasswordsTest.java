package io.hookstream.api.account;

import static io.hookstream.api.account.Passwords.checked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hookstream.api.StubCipher;
import io.hookstream.messages.Secret;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Passwords passwords = new Passwords(new StubCipher());

    @AfterEach
    void stop() {
        passwords.destroy();
    }

    @Test
    void aPasswordIsKnownAgainByItsEncryptedArgon2Hash() {
        Secret hash = passwords.hash("correct horse battery").block(LIMIT);

        assertThat(new StubCipher().decrypt(hash)).startsWith("$argon2id$v=19$m=16384,t=2,p=1$");
        assertThat(passwords.matches("correct horse battery", hash).block(LIMIT))
                .isTrue();
        assertThat(passwords.matches("correct horse batterz", hash).block(LIMIT))
                .isFalse();
    }

    @Test
    void whereThereIsNoneNothingMatches() {
        assertThat(passwords.matches("", null).block(LIMIT)).isFalse();
        assertThat(passwords.matches("correct horse battery", null).block(LIMIT))
                .isFalse();
    }

    @Test
    void itsLengthIsCountedInCharacters() {
        assertThat(checked("\uD83D\uDC0E".repeat(8))).hasSize(16);
        assertThat(checked("a".repeat(128))).hasSize(128);
        assertThatThrownBy(() -> checked("\uD83D\uDC0E".repeat(7))).hasMessageStartingWith("password: ");
        assertThatThrownBy(() -> checked("a".repeat(129))).hasMessageStartingWith("password: ");
        assertThatThrownBy(() -> checked(null)).hasMessageStartingWith("password: ");
    }
}
