package io.hookstream.messages.destination;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderValueTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "Proxy-Authorization",
                "X-Auth",
                "Cookie",
                "X-API-KEY",
                "Api-Token",
                "X-Client-Secret",
                "X-Password",
                "X-Signature-256"
            })
    void aNameThatSaysCredentialMakesASecret(String name) {
        assertThat(HeaderValue.isSecret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Team", "Content-Type", "Accept", "X-Trace-Id", "User-Agent"})
    void anyOtherNameMakesAPlainValue(String name) {
        assertThat(HeaderValue.isSecret(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Team", "x_team", "a", "!#$%&'*+.^_`|~09Az-", "Content-Type", "Authorization"})
    void aTokenIsAHeaderName(String name) {
        assertThat(HeaderValue.problem(name, "value")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "X Team", "X-Team:", "X-Team\r\nX-Evil", "Größe", "(a)"})
    void anythingElseIsNot(String name) {
        assertThat(HeaderValue.problem(name, "value")).isEqualTo("is not a header name");
    }

    @Test
    void aNameMayHave256Characters() {
        assertThat(HeaderValue.problem("a".repeat(256), "value")).isNull();
        assertThat(HeaderValue.problem("a".repeat(257), "value")).isEqualTo("is not a header name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "host",
                "Content-Length",
                "Transfer-Encoding",
                "Connection",
                "Keep-Alive",
                "Upgrade",
                "TE",
                "Trailer",
                "Proxy-Connection",
                "Expect",
                "X-Hookstream-Event-Id",
                "X-Hookstream-Delivery-Attempt",
                "X-Hookstream-Timestamp"
            })
    void aHeaderThatHookstreamSetsCannotBeSet(String name) {
        assertThat(HeaderValue.problem(name, "value")).startsWith("cannot be set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "tab\tand space", "caf\u00e9", "\u00ff"})
    void aValueOfLatinCharactersIsTaken(String value) {
        assertThat(HeaderValue.problem("X-Team", value)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: b", "a\nb", "a\rb", "a\u0000b", "a\u007fb", "a\u001bb", "\u20ac"})
    void aValueThatWouldBreakOutOfItsLineIsNot(String value) {
        assertThat(HeaderValue.problem("X-Team", value)).startsWith("must have at most 4096 characters");
    }

    @Test
    void aValueMayHave4096Characters() {
        assertThat(HeaderValue.problem("X-Team", "a".repeat(4096))).isNull();
        assertThat(HeaderValue.problem("X-Team", "a".repeat(4097))).startsWith("must have at most 4096 characters");
    }
}
