package io.hookstream.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a browser may be sent after a login. */
class PathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/sources", "/events?status=failed&q=a%2Fb", "/a//b", "/invitation#token=org_1.x"})
    void aPathOfThisServerIsTaken(String next) {
        assertThat(OAuthController.path(next)).isEqualTo(next);
    }

    @Test
    void withoutOneItIsTheFirstPage() {
        assertThat(OAuthController.path(null)).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "sources",
                "/\t/evil.example",
                "/a\r\nSet-Cookie: x=y",
                " //evil.example",
                "/%"
            })
    void anythingElseIsRefused(String next) {
        assertThatThrownBy(() -> OAuthController.path(next)).hasMessageStartingWith("next: ");
    }
}
