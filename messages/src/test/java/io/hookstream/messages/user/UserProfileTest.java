package io.hookstream.messages.user;

import static io.hookstream.messages.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserProfileTest {

    @Test
    void anAddressHasOneSpelling() {
        assertThat(UserProfile.email(" Ada.Lovelace@Example.COM ")).isEqualTo("ada.lovelace@example.com");
        assertThat(UserCommand.id("ada@example.com"))
                .isEqualTo(UserCommand.id("ada@example.com"))
                .isNotEqualTo(UserCommand.id("grace@example.com"))
                .matches("usr_[0-9a-f]{32}");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "ada", "@example.com", "ada@", "a b@example.com", "a@b@c", "ada@exa\u0000mple"})
    void whatIsNoAddressIsRefused(String email) {
        assertRefused("email", () -> UserProfile.email(email));
    }
}
